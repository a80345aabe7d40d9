"""May this account do this? The answers are the Hub's, so that its client raises what it should.

A private repo of others does not exist (404, RepoNotFound); of a gated one the facts and the list
of files are for all, the files for those let in (403, GatedRepo).
"""

from hub.server.accounts import Account
from hub.server.call import Call
from hub.server.errors import Forbidden, Gated, RepoNotFound, Unauthorized
from hub.server.names import RepoRef
from hub.server.repo_facts import RepoFacts

# The words by which the client tells a wrong token from a missing repo.
NO_TOKEN = "Invalid credentials in Authorization header"


def check_login(call: Call) -> Account:
    """Some account that may write at all.

    Raises:
        Unauthorized: no token, or an unknown one. Forbidden: a token that only reads.
    """
    if call.account is None:
        raise Unauthorized(NO_TOKEN)
    if call.account.role != "write":
        raise Forbidden(f"the token of {call.account.user} may read, not write")
    return call.account


def check_owner(call: Call, owner: str) -> Account:
    """An account that may change an owner's repos and collections.

    Raises:
        Unauthorized, Forbidden: see ``check_login``; or the owner is someone else.
    """
    account = check_login(call)
    if not account.writes(owner):
        raise Forbidden(f"{account.user} has no right to write to repos of {owner}")
    return account


def check_write(call: Call) -> None:
    """May change the repo of the URL; a private repo of others is not even there."""
    check_login(call)
    check_read(call)
    check_owner(call, call.repo.owner)


def check_read(call: Call) -> None:
    """May know of the repo of the URL.

    Raises:
        RepoNotFound: it is missing, or private and of others.
    """
    repo = call.repo
    if not sees(call.account, repo, call.store.facts(repo)):
        raise RepoNotFound(f"{repo.type} {repo.id} does not exist on this hub")


def check_files(call: Call) -> None:
    """May have the files of the repo of the URL.

    Raises:
        RepoNotFound: see ``check_read``. Gated: the owner has not let this account in.
    """
    check_read(call)
    repo = call.repo
    facts, account = call.store.facts(repo), call.account
    if not facts.gated or (account and account.belongs(repo.owner)):
        return
    if account is None or facts.access.get(account.user) != "accepted":
        user = account.user if account else "you"
        raise Gated(
            f"Access to {repo.type} {repo.id} is restricted and {user} is not in the list of those "
            "let in: ask its owner"
        )


def sees(account: Account | None, repo: RepoRef, facts: RepoFacts) -> bool:
    """Whether an account may know of a repo."""
    return not facts.private or (account is not None and account.belongs(repo.owner))
