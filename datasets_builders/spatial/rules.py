"""Rules that do not see the picture, trained with scikit-learn.

In: rows to train on and rows to answer. Out: the share of right answers. One value:
``tree_score(train, test, lambda row: {"gene": row["gene"]})`` is 0.5 where each gene of ``test``
has as many yes as no.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Rows = Sequence[Mapping[str, Any]]


def tree_score(
    train: Rows, test: Rows, key: Callable[[Mapping[str, Any]], dict[str, str]]
) -> float:
    """A decision tree over the one-hot keys, grown until it fits; 0 to 1.

    A value that was not trained on is no column, so the tree answers as for none of those it knows.
    Without any key the more frequent answer of ``train`` is given.
    """
    from sklearn.dummy import DummyClassifier
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.tree import DecisionTreeClassifier

    if not train:
        return 0.0
    features = [key(row) for row in train]
    labels = [row["label"] for row in train]
    if not any(features):
        rule: Any = DummyClassifier(strategy="most_frequent")
        answers = rule.fit([[0]] * len(train), labels).predict([[0]] * len(test))
    else:
        rule = make_pipeline(DictVectorizer(sparse=True), DecisionTreeClassifier(random_state=0))
        answers = rule.fit(features, labels).predict([key(row) for row in test])
    return _share(answers, test)


def choice_score(train: Rows, test: Rows, rule: str) -> float:
    """A choice by place (the most frequent place of the right one) or by the options' own record.

    ``rule`` is "constant place" or "options only": for the latter each option is scored by the
    share of training questions offering it in which it was right.
    """
    if not train:
        return 0.0
    if rule == "constant place":
        places = Counter(row["options"].index(row["label"]) for row in train)
        place = places.most_common(1)[0][0]
        return _share([row["options"][place] for row in test], test)
    offered = Counter(option for row in train for option in row["options"])
    right = Counter(row["label"] for row in train)
    answers = [
        max(row["options"], key=lambda o: (right[o] / offered[o] if offered[o] else 0.0, o))
        for row in test
    ]
    return _share(answers, test)


def _share(answers: Sequence[str], test: Rows) -> float:
    hits = sum(a == row["label"] for a, row in zip(answers, test, strict=True))
    return hits / len(test) if test else 0.0
