"""What a training has learnt is no part of these tests: a button says what it means, and a message looks like what it means."""

from collections.abc import Iterator

import pytest

from tests.actions.saying import without_training


@pytest.fixture(autouse=True, scope="module")
def _untrained() -> Iterator[None]:
    # For this folder only: the conversations of other tests are read with what was learnt.
    with pytest.MonkeyPatch.context() as patch:
        without_training(patch)
        yield
