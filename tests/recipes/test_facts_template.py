"""The facts say how a model was asked in training, as its recipe says it."""

import pytest

from recipes.facts import prompt_template


@pytest.mark.parametrize(
    ("kind", "template"),
    [
        ("chat_template", "chat"),
        ("alpaca", "alpaca"),
        ("sharegpt", None),
        ({"format": "{instruction}"}, None),
        (None, None),
    ],
)
def test_the_template_is_that_of_the_data_sets_type(kind: object, template: str | None) -> None:
    assert prompt_template({"datasets": [{"path": "x", "type": kind}]}) == template
