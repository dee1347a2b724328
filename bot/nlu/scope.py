"""Whether a message is ours to answer: a decision of its own, on all the probability that lies outside our topics.

Asking for the likeliest intent alone lets « c'est combien une twingo » through when « price » beats each single kind of
foreign message. What counts is how likely they are all together. A message that names one of our certificates must look
much more foreign than one that names none. It is what Rasa shows of a message; what is answered is decided in its conversation
(bot/dialogue). Both thresholds were chosen on the messages of data/conversations/isolated.yml.
"""

from __future__ import annotations

from collections.abc import Sequence

OUT_OF_SCOPE = "out_of_scope"
NOT_OURS = frozenset([OUT_OF_SCOPE, "legal_advice", "other_training", "manipulation", "foreign_language"])

Ranking = Sequence[tuple[str, float]]


def decide_scope(
    ranking: Ranking, names_certificate: bool, threshold: float, threshold_with_certificate: float
) -> list[tuple[str, float]]:
    """The ranking with the decision made: what was decided against cannot come first any more.

    Args:
        ranking: all intents with their probability, likeliest first.
        names_certificate: whether the message names one of our certificates.
        threshold: a message is not ours when NOT_OURS together are at least this likely…
        threshold_with_certificate: … or this likely, when it names a certificate.

    Returns:
        When not ours: the likeliest kind first, with the probability of all kinds together. Else our intents first.
    """
    foreign = [item for item in ranking if item[0] in NOT_OURS]
    ours = [item for item in ranking if item[0] not in NOT_OURS]
    mass = sum(probability for _, probability in foreign)
    if foreign and mass >= (threshold_with_certificate if names_certificate else threshold):
        return [(foreign[0][0], mass), *ours, *foreign[1:]]
    return [*ours, *foreign]
