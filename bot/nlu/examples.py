"""The questions that a topic is learnt from (data/nlu): that they are there and enough, and which others would win against them.

What is found is told in French: the staff read it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from bot.dialogue.annotations import CONVERSATIONS_DIR, load_authors
from bot.knowledge.errors import ROOT, KnowledgeError, nearest
from bot.knowledge.loader import KNOWLEDGE_DIR, line_of, read_yaml
from bot.knowledge.models import Knowledge
from bot.knowledge.takeover import taken_over
from bot.nlu.cues import Lexicon, fold_same_length
from bot.nlu.embeddings import embed
from bot.nlu.words import stems

EXAMPLES_DIR = ROOT / "data" / "nlu"
# With fewer a topic is not learnt.
FEWEST = 8
# A topic with fewer is young: older topics may have its questions among theirs.
_YOUNG = 60
# A question of another topic asks what a young one's questions do when they have as much of its telling words.
_MUCH = 0.5
# From this likeness on (cosine) two questions may be the same one.
_ALIKE = 0.6
# One example of another topic may be near by chance.
_FEWEST_RIVALS = 2
# As many of them are shown.
_MOST_SHOWN = 8
_INTENT = re.compile(r"- intent: (\S+)")
_EXAMPLE = re.compile(r" +- (.*\S)")


class _Entry(msgspec.Struct):
    intent: str
    examples: str


class _File(msgspec.Struct):
    """Rasa's format as far as the files of data/nlu use it."""

    version: str
    nlu: tuple[_Entry, ...]


class Example(NamedTuple):
    """A question, where it stands, and the topic (or other intent) that it is an example of."""

    path: Path
    line: int | None
    topic: str
    text: str


def read_examples(path: Path) -> list[Example]:
    """The examples of a file of data/nlu, in order.

    Args:
        path: the file.

    Raises:
        KnowledgeError: it is not what Rasa reads.
    """
    read_yaml(path, _File)
    found, intent = [], ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if begins := _INTENT.match(line):
            intent = begins[1]
        elif example := _EXAMPLE.match(line):
            found.append(Example(path, number, intent.removeprefix("ask_"), example[1]))
    return found


def check_examples(knowledge: Knowledge, folder: Path = EXAMPLES_DIR) -> Iterator[KnowledgeError]:
    """Topics without questions of their own, with fewer than `FEWEST`, and files that teach another topic than their name says.

    Args:
        knowledge: names the topics.
        folder: holds a file for each topic.
    """
    for topic in knowledge.topics:
        path = folder / f"{topic}.yml"
        if not path.is_file():
            near = nearest(topic, (file.stem for file in folder.glob("*.yml") if file.stem not in knowledge.topics))
            remedy = f"Donnez ce nom à {near}.yml" if near else "Écrivez-y les questions de ce sujet (docs/guide.md dit comment)"
            yield KnowledgeError(path, None, f"le sujet « {topic} » n'a pas d'exemples de questions", remedy)
            continue
        try:
            examples = read_examples(path)
        except KnowledgeError as error:
            yield error
            continue
        for example in examples:
            if example.topic != topic:
                message = f"ces exemples sont ceux de « {example.topic} », et le fichier est celui de « {topic} »"
                yield KnowledgeError(path, example.line, message, f"Écrivez au-dessus d'eux : « - intent: ask_{topic} »")
                break
        else:
            if len(examples) < FEWEST:
                message = f"le sujet « {topic} » a {len(examples)} exemples de questions"
                yield KnowledgeError(path, None, message, f"Écrivez-en {FEWEST} au moins, comme les gens les posent")


def rivals(knowledge: Knowledge, folder: Path = EXAMPLES_DIR) -> Iterator[KnowledgeError]:
    """Examples of other topics that are nearer to a young topic's questions than those are to each other: they would win.

    Args:
        knowledge: names the topics.
        folder: holds the examples.
    """
    written = [example for path in sorted(folder.glob("*.yml")) for example in read_examples(path)]
    written = [one._replace(topic=taken_over(knowledge.topics, one.topic, one.text)) for one in written]
    counts = Counter(example.topic for example in written)
    young = [topic for topic in knowledge.topics if FEWEST <= counts[topic] < _YOUNG]
    if not young:
        return
    every = [*written, *_turns()]
    telling = [stems(example.text) for example in every]
    weights = _weights(every, telling)
    for topic in young:
        own = [number for number, example in enumerate(every) if example.topic == topic and example.path.parent == folder]
        words = set().union(*(telling[number] for number in own))
        others = [n for n, one in enumerate(every) if one.topic != topic and _shared(telling[n], words, weights) >= _MUCH]
        ahead = [every[others[n]] for n in _winners([every[n].text for n in own], [every[n].text for n in others])]
        for rival in dict.fromkeys(example.topic for example in ahead):
            yield from _told(knowledge, topic, rival, [example for example in ahead if example.topic == rival])


def _weights(examples: Sequence[Example], telling: Sequence[set[str]]) -> dict[str, float]:
    """How much each stem tells of the topic: nothing when all topics have it."""
    holders: dict[str, set[str]] = defaultdict(set)
    for example, found in zip(examples, telling, strict=True):
        for stem in found:
            holders[stem].add(example.topic)
    topics = len({example.topic for example in examples})
    return {stem: math.log(topics / len(holding)) for stem, holding in holders.items()}


def _shared(stems_of_one: set[str], words: set[str], weights: Mapping[str, float]) -> float:
    """The part of what a question's words tell that a topic's words have too."""
    total = sum(weights[stem] for stem in stems_of_one)
    return sum(weights[stem] for stem in stems_of_one & words) / total if total else 0.0


def silenced(
    knowledge: Knowledge, folder: Path = EXAMPLES_DIR, file: Path = KNOWLEDGE_DIR / "topics.yml"
) -> Iterator[KnowledgeError]:
    """Words of silences that name a young topic: who says them would be told that nobody knows.

    Args:
        knowledge: names the topics and the silences.
        folder: holds the examples.
        file: where the silences stand.
    """
    source = file.read_text(encoding="utf-8")
    paths = {topic: folder / f"{topic}.yml" for topic in knowledge.topics}
    for topic, path in paths.items():
        about = knowledge.topics[topic]
        examples = read_examples(path) if about.scope != "unanswered" and path.is_file() else []
        if not FEWEST <= len(examples) < _YOUNG:
            continue
        names = [fold_same_length(text.lower()) for text in (about.label, about.button, *about.words)]
        asked = [fold_same_length(example.text.lower()) for example in examples]
        for key, other in knowledge.topics.items():
            for number, silence in enumerate(other.silences if key != topic else ()):
                words = Lexicon({word: [fold_same_length(word.lower())] for word in silence.words})
                named = {word for text in names for word in words.keys(text)}
                often = Counter(word for text in asked for word in words.keys(text))
                least = 1 if key == about.from_ else _FEWEST_RIVALS
                for word in (word for word in silence.words if word in named or often[word] >= least):
                    message = (
                        f"le mot « {word} » est celui d'un silence (« {silence.name} ») : "
                        f"à qui le dit, le robot ne donne pas « {topic} »"
                    )
                    remedy = f"Si c'est « {topic} » que l'on demande par ce mot, retirez-le du silence"
                    if about.from_ != key or word not in about.words:
                        remedy += f" et écrivez sous « {topic} » : « from: {key} », et ce mot dans « words »"
                    yield KnowledgeError(file, line_of(source, f".{key}.silences[{number}].words"), message, remedy)


def _told(knowledge: Knowledge, topic: str, rival: str, ahead: Sequence[Example]) -> Iterator[KnowledgeError]:
    """One warning for all examples of another topic, when they are more than chance."""
    first, *others = ahead
    if len(ahead) < _FEWEST_RIVALS or rival not in knowledge.topics:
        return
    shown = "".join(f"\n      {one.path.relative_to(ROOT)}, ligne {one.line} : « {one.text} »" for one in others[:_MOST_SHOWN])
    more = f"\n      et {len(others) - _MOST_SHOWN} autres" if len(others) > _MOST_SHOWN else ""
    message = f"« {first.text} », exemple de « {rival} », l'emporterait sur ceux de « {topic} »{shown}{more}"
    yield KnowledgeError(first.path, first.line, message, _remedy(knowledge, topic, rival))


def _turns() -> Iterator[Example]:
    """What visitors of annotated conversations ask, where the classifier learns from it."""
    for author in load_authors():
        if author.role == "words":
            path = CONVERSATIONS_DIR / f"{author.name}.yml"
            lines = [line.strip(" -\"'") for line in path.read_text(encoding="utf-8").splitlines()]
            asked = {line.removeprefix("user: ").strip("\"'"): n for n, line in enumerate(lines, 1) if line.startswith("user: ")}
            for turn in (turn for conversation in author.conversations for turn in conversation.turns):
                yield Example(path, asked.get(turn.user), turn.asked[0].intent, turn.user)


def _winners(questions: Sequence[str], others: Sequence[str]) -> list[int]:
    """Which of the others are nearer to a question than its nearest companion, likest first."""
    if not others:
        return []
    own, foreign = embed(questions), embed(others)
    among = own @ own.T
    for number in range(len(questions)):
        among[number, number] = 0.0
    likeness = foreign @ own.T
    ahead = np.where((likeness > among.max(axis=1)) & (likeness >= _ALIKE), likeness, 0.0).max(axis=1)
    return [int(number) for number in np.argsort(-ahead) if ahead[number]]


def _remedy(knowledge: Knowledge, topic: str, rival: str) -> str:
    if knowledge.topics[topic].from_ == rival:
        return f"Si c'est « {topic} » que l'on y demande, ajoutez à ses mots (words, dans topics.yml) ceux qui le disent"
    take = f"écrivez sous « {topic} », dans topics.yml, « from: {rival} » et ses mots (words)"
    return f"Si c'est « {topic} » que l'on y demande, {take} ; sinon, laissez"
