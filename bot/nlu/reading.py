"""Put together what a message says by itself: pieces with their intents, spans, people, cues, facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from bot.dialogue.reading import SELF, Claim, FactScore, How, PersonName, Piece, Reading, Span, Telling, Words
from bot.dialogue.situation import Situation
from bot.knowledge import Knowledge
from bot.knowledge.checks import numbers_in
from bot.knowledge.marks import marks_in
from bot.nlu.besides import BesidesReader
from bot.nlu.cues import Found, Lexicon, cues_in, fold_same_length, people, places_of, statuses
from bot.nlu.fact_figures import FactFigures
from bot.nlu.fact_words import FactWords
from bot.nlu.meanings import Terms
from bot.nlu.names import is_ruled_out, known_names
from bot.nlu.said_figures import said_figures
from bot.nlu.scope import NOT_OURS
from bot.nlu.situation import SituationReader
from bot.nlu.titles import has_its_title, has_no_title
from bot.nlu.topic_names import TopicNames
from bot.nlu.words import stems
from bot.nlu.years import lengths_in_months, years_ahead, years_answered

_WORDS = re.compile(r"\w+")
# Where one person's clause may end and another's begin.
_CLAUSE = re.compile(r"[.,;:!?\n]+|\b(?:et|mais|alors que|tandis que|sinon|puis)\b")
_MINE = re.compile(r"\b(?:je|moi|mon|ma|mes|(?<!pour )(?<!a )me)\b|\b[jm]'")
# « M'expliquer ce qu'il pourrait faire avec son bac » tells of him.
_MY_OWN, _THEIR_OWN = re.compile(r"\b(?:mon|ma|mes|moi|je)\b|\bj'"), re.compile(r"\b(?:son|sa|ses)\b")
_THEIRS = re.compile(r"\b(?:il|elle|lui|son|sa|ses|celui-ci|celle-ci)\b")
# « Toutes les jeunes ont le bac maintenant » tells of nobody who is meant.
_OF_OTHERS = re.compile(
    r"\b(?:ils|elles|les (?:autres|jeunes|gens)|mes (?:collegues|copines|copains|amie?s)|tout le monde|tou(?:te)?s les \w+)\b"
    r"[^.;!?]{0,30}?\b(?:ont|avaient|a) "
)
_OTHERS = "others"
# « Je suis encore dans l'étude », « j'y suis, dans l'étude », « elle travaille chez un huissier depuis six mois »
_OFFICE = "office"
_STILL_THERE = re.compile(
    r"\b(?:je|elle|il|qui|et|mais) (?:(?:suis|est) )?"
    r"(?:travaille|bosse|exerce|employee?|salariee?|embauchee?|secretaire|standardiste)\b"
    r"(?! (?:pas|plus))[^.;!?]{0,30}?\b(?:chez une? (?:huissiere?|commissaire de justice)"
    r"|(?:dans une|en) (?:etude|office)\b(?! d[e'] ?(?:notaire|avocat)))|"
    r"\b(?:suis|bosse|travaille) (?:encore|toujours|actuellement) (?:dans|a) (?:l'|une |mon |cette |la )(?:etude|office)\b"
    r"|\bj'y (?:suis|bosse|travaille)\b(?! (?:pas|plus))[^.;!?]*\b(?:etude|office)\b"
)
# « Chez un huissier » is where somebody works; « pas devenir huissier » is no goal.
_WORKPLACE_BEFORE = re.compile(
    r"\b(?:chez|avec|dans|(?<!faire des )(?<!fait des )(?<!fais des )etudes? d[e']?|offices? d[e']?"
    r"|clerc d[e']?|collaborat\w+ d[e']?)"
    r"(?: (?:un|une|mon|ma|le|la|les|des|l'|d'un|d'une))? ?$"
)
# « Un copain huissier me dit… », « mon oncle est commissaire de justice »: what somebody else is.
_OTHERS_JOB_BEFORE = re.compile(
    r"\b(?:copain|copine|amie?|pote|connaissance|voisine?|collegue|mari|femme|conjointe?|compagnon|compagne|pere|mere|oncle|tante"
    r"|cousine?|neveu|niece|beau-frere|belle-soeur|beau-pere|belle-mere|frere|soeur|tonton|tata|parrain|marraine)"
    r"(?: (?:qui )?(?:est|etait|et))?(?: une?)?,? $"
)
# « Je suis commissaire de justice », « commissaire de justice associée »: what somebody is already.
_IS_ALREADY_BEFORE = re.compile(
    r"\b(?:je suis|nous sommes|c'est moi l[ea]|en tant que|je le suis)(?: (?:un|une|le|la|deja|moi-meme|moi meme|aussi))*,? ?$"
)
_IS_ALREADY_AFTER = re.compile(r"^ (?:associee?s?|titulaires?|en exercice|installee?s?)\b")
# « Bonjour. Commissaire de justice à La Rochelle, je… » presents oneself.
_PRESENTS_BEFORE = re.compile(r"^(?:(?:bonjour|bonsoir|madame|monsieur|messieurs|mesdames)[ ,.!]*)*$")
_PRESENTS_AFTER = re.compile(r"^(?: (?:a|en|dans|depuis|pres)\b|, (?:je|nous|j')\b)")
# « Maître Simon, commissaire de justice. Mon apprenti… », also at the end, as one signs.
_OWN_NAME_BEFORE = re.compile(r"(?:^|[.!?,] ?)(?:(?:bonjour|bonsoir|ici)[ ,.!]*)*(?:maitre|me) [\w'-]+(?: [\w'-]+)?, $")
_RULED_OUT_BEFORE = re.compile(r"\b(?<!pourquoi )(?:pas|ni|non)(?: (?:devenir|etre|faire))?(?: (?:un|une|le|la|l'))? ?$")
_IS_NOT_BEFORE = re.compile(r"\b(?:pas|ni|non|sans)(?: (?:un|une|en))?(?: d[e'])? ?$")
_I_AM = re.compile(r"\b(?:je suis|j'etais|j'ai ete|suis|comme|en tant qu[e']|poste d[e']|metier d[e'])(?: \w+){0,2} ?$")
# People named by what they do are only meant with an article: « ma secrétaire », « deux salariés ».
_BY_WORK = frozenset(["employee", "apprentice", "pupil", "client", "colleague"])
# « Notre secrétaire, depuis six ans »: the years are where who speaks of her works, whatever her work is called.
_IN_POST = re.compile(r"\b(?:depuis|en poste|chez moi|anciennete|de maison)\b")
_ELSEWHERE = re.compile(r"\b(?:etude|office|chez (?!moi)|notaire|avocate?|greffe|tribunal|mairie|banque|agence|association)")
# « Mes enfants : mon fils a un BTS, ma fille le bac »
_ONE_OF_THE_CHILDREN = frozenset(["son", "daughter", "elder child", "younger child"])
# « Une voisine qui travaille chez un huissier m'a dit que… », « un copain m'a parlé de vous »
_ANYBODY_BEFORE = re.compile(r"\b(?:une?|des|quelques|d'autres)(?: \w+)? $")
_REPORTS_AFTER = re.compile(
    r"[^.;!?]{0,60}?\b(?:m'a|m'ont|nous a|nous ont|m'avait|me|nous)(?: (?:bien|deja|aussi))?"
    r" (?:dit|disait|disent|parlee?|conseillee?|recommandee?|expliquee?|racontee?|assuree?|signalee?|affirmee?)\b"
)
# « Une jeune secrétaire » is somebody, « un bts assistante de gestion » is a diploma.
_DETERMINER = re.compile(
    r"(?:\b(?:[mts]on|[mts]a|[mtslc]es|[nv]otre|[nv]os|une?|deux|trois|quatre|l[ea]|cet?|cette|leurs?)"
    r"(?: (?!bts|but|dut|bac|cap|bep|licence|master|titre|diplome|poste)\w+)?(?: de (?:[mts]es|[nv]os))?|\bl') ?$"
)
_LISTED = re.compile(r",? (?:et |ou )?")
_EXPLAINS = re.compile(r", (?:c'est |qui est )?(?:mon|ma|notre|un|une) ")
# What a date is asked of stands at most as many characters before.
_BEGINS = 30
# What asks something: the mark after a piece, or a word in it.
_MARK_AFTER = re.compile(
    r"[\s»\")]*(?:[,.;]? ?(?:(?:si )?j'ai bien compris|ai-je bien compris|oui ou non|ou (?:pas|non)|non"
    r"|c'est (?:bien )?ca(?: ou pas)?|est-ce (?:bien )?(?:ca|exact|vrai)|n'est-ce pas|pas vrai|on est d'accord))? ?\?"
)
_ASKING_WORD = re.compile(
    r"\b(?:combien|quel(?:le)?s?|lequel|laquelle|lesquel(?:le)?s|quoi|comment|pourquoi|quand est|c'est ou|ou est|est-ce"
    r"|qui est-ce|que (?:dois|faut|puis|peut)|(?:je|il|elle|on) (?:peux|peut|pourrais?|pourrait|pouvais|pouvait)"
    r"|(?:ca|cela) (?:compte|suffit)|\w+-(?:t-)?(?:il|elle|on|je|vous|tu|ils|elles|nous))\b"
)
# « Oui ou non ? », « c'est ça ? » after a question ask nothing more.
_ONLY_CLOSES = re.compile(
    r"(?:oui ou non|ou (?:pas|non)|c'est (?:ca|oui ou non|bien ca)|non|oui|pas vrai|hein|on est d'accord|s'il (?:vous|te) plait"
    r"|merci(?: (?:beaucoup|d'avance|bien|infiniment))?|voila|bref|ok|d'accord|alors|du coup|bon|par exemple)"
)
# As many intents of a piece are passed on, and no less likely ones.
_MOST_INTENTS, _LEAST_LIKELY = 10, 0.002


class MessageReader:
    """Reads what a message says beside its intents.

    Args:
        knowledge: names topics, jobs without a certificate and other subjects.
        known: the stems of all telling words of our examples and facts.
    """

    def __init__(self, knowledge: Knowledge, known: frozenset[str] = frozenset()) -> None:
        self._known = known
        self._certificates = frozenset(knowledge.certificates)
        self._topics = TopicNames(knowledge)
        self._from = {key: topic.from_ for key, topic in knowledge.topics.items() if topic.from_}
        self._situations = SituationReader(knowledge.reference)
        self._besides = BesidesReader(knowledge)
        self._subjects = Lexicon(
            {key: [fold_same_length(w.lower()) for w in words] for key, words in knowledge.subjects().items()}
        )

        self._fact_words = FactWords(knowledge)
        self._fact_figures = FactFigures(knowledge)
        self._terms = Terms(knowledge)

    def read(
        self,
        text: str,
        certificates: Sequence[Mapping[str, Any]],
        intents: Mapping[str, float],
        pieces: Iterable[Piece],
        facts: tuple[FactScore, ...],
        names: Sequence[PersonName] = (),
    ) -> Reading:
        """The reading of a message.

        Args:
            text: normalised text.
            certificates: Rasa's entities of certificates, with `rejected` and `held`.
            intents: how likely each intent is for the whole text.
            pieces: of the text, when it has several.
            facts: the nearest facts.
            names: the first names in it.
        """
        spans = self._spans(text, certificates)
        spoken_of = self._spoken_of(text, names)
        ahead = years_ahead(text)
        named_facts, silences = self._fact_words.find(text, spans)
        named_topics = tuple(self._topics.asked(text))
        # « Loger en internat » asks of the part that is named, and not of all that it was part of.
        parts_of = {self._from.get(topic) for topic in named_topics}
        silences = tuple(silence for silence in silences if silence.topic not in parts_of)
        return Reading(
            words=len(_WORDS.findall(text)),
            whole=Piece(0, len(text), likeliest(intents)),
            pieces=tuple(replace(piece, words=self._words(text, piece, spans)) for piece in _asking(text, pieces)),
            spans=spans,
            cues=cues_in(text),
            people=tuple(dict.fromkeys(one.key for one in spoken_of)),
            names=tuple(names),
            told=self._told(text, certificates, names),
            claims=self._claims(text, spans, names, spoken_of),
            statuses=self._statuses(text),
            named_topics=named_topics,
            ruled_out_topics=tuple(self._topics.ruled_out(text)),
            asked_topics=self._topics.wanted(text),
            terms=self._terms.find(text),
            asked_terms=self._terms.asked(text),
            dates_asked=self._dates_asked(text),
            number=None if ahead else years_answered(text),
            years_ahead=ahead,
            figures=frozenset(numbers_in(text)),
            months=lengths_in_months(text),
            held_figures=self._fact_figures.find(text),
            said_figures=said_figures(text, spans),
            marks=marks_in(text),
            levels_needed=self._situations.levels_needed(text),
            facts=facts,
            named_facts=named_facts,
            silences=silences,
            unknown=self._unknown(text),
            foreign=round(sum(p for intent, p in intents.items() if intent in NOT_OURS), 4),
        )

    def _words(self, text: str, piece: Piece, spans: Sequence[Span]) -> Words:
        """What a piece says by itself, without the message around it."""
        own = text[piece.start : piece.end]
        inside = [
            replace(s, start=s.start - piece.start, end=s.end - piece.start)
            for s in spans
            if piece.start <= s.start and s.end <= piece.end
        ]
        named_facts, silences = self._fact_words.find(own, inside)
        asks = bool(_MARK_AFTER.match(text, piece.end) or _ASKING_WORD.search(fold_same_length(own)))
        return Words(len(_WORDS.findall(own)), asks, cues_in(own), tuple(self._topics.asked(own)), named_facts, silences)

    @staticmethod
    def _dates_asked(text: str) -> tuple[int, ...]:
        """Where a text asks the date or the publisher, and where it begins to: « ces salaires, c'est de quelle année ? ».

        Nowhere where it asks besides where something is from: the sheet's own words tell all.
        """
        if "asks origin" in cues_in(text):
            return ()
        asks = places_of(text, "asks date", "asks publisher")
        begins = {start for start in places_of(text, "this figure") if any(0 < place - start <= _BEGINS for place in asks)}
        for start in places_of(text, "sheet", "sheets"):
            begins |= {start for place in asks if start < place and not re.search(r"[.?!;]", text[start:place])}
        return tuple(sorted({*asks, *begins}))

    @staticmethod
    def _statuses(text: str) -> tuple[str, ...]:
        """What whoever would train is called; « je ne suis pas apprenti » calls nobody so."""
        folded = fold_same_length(text)
        found = [one for one in statuses().find(text) if not _IS_NOT_BEFORE.search(folded[: one.start])]
        return tuple(dict.fromkeys(one.key for one in found))

    @staticmethod
    def _spoken_of(text: str, names: Sequence[PersonName]) -> list[Found]:
        """The people named, in order; « pas de Lucas » only where nobody else is."""
        folded = fold_same_length(text)
        by_name = [Found(*found) for found in known_names(text, [n.name for n in names if n.stands_for != SELF])]
        by_relation = [found for found in _relations(text) if not _is_named(folded, found, by_name)]
        found = sorted(by_name + by_relation, key=lambda one: one.start)
        return [one for one in found if not is_ruled_out(folded[: one.start])] or found

    def _claims(
        self, text: str, spans: Sequence[Span], names: Sequence[PersonName], spoken_of: Sequence[Found]
    ) -> tuple[Claim, ...]:
        """What is said beside each of several people; « Léa et Théo » share what is said after them."""
        if len({one.key for one in spoken_of}) < 2:
            return ()
        owners = self._owners(text, names)
        claims: dict[str, tuple[str, ...]] = {}
        following: Found | None = None
        for one in reversed(spoken_of):
            whose = [(start, end) for owner, start, end in owners if owner == one.key]
            named = [s for s in spans if s.how == "named" and s.what in self._certificates]
            own = tuple(dict.fromkeys(s.what for s in named for start, end in whose if start <= s.start < end))
            listed = following and _LISTED.fullmatch(text[one.end : following.start])
            claims[one.key] = claims[following.key] if following and listed and not own else own
            following = one
        return tuple(Claim(person, named) for person, named in reversed(claims.items()))

    def _unknown(self, text: str) -> float:
        telling = stems(text)
        return round(len(telling - self._known) / len(telling), 3) if telling else 0.0

    def _spans(self, text: str, certificates: Sequence[Mapping[str, Any]]) -> tuple[Span, ...]:
        spans = [
            Span(str(e["value"]), e["start"], e["end"], _how(e)) for e in certificates if "start" in e and e["end"] <= len(text)
        ]
        for found in self._subjects.find(text):
            if not any(s.start < found.end and found.start < s.end for s in spans):
                spans.append(Span(found.key, found.start, found.end, self._how_subject(text, found)))
        return tuple(sorted(spans, key=lambda span: span.start))

    def _how_subject(self, text: str, found: Found) -> How:
        before = fold_same_length(text[: found.start])
        if _WORKPLACE_BEFORE.search(before):
            return "workplace"
        if _RULED_OUT_BEFORE.search(before):
            return "ruled_out"
        if _OTHERS_JOB_BEFORE.search(before):
            return "workplace"
        if _IS_ALREADY_BEFORE.search(before) or _IS_ALREADY_AFTER.search(fold_same_length(text[found.end :])):
            return "job"
        if _OWN_NAME_BEFORE.search(before):
            return "job"
        if _PRESENTS_BEFORE.search(before) and _PRESENTS_AFTER.search(fold_same_length(text[found.end :])):
            return "job"
        return "aim" if found.key in self._certificates else "named"

    def _told(self, text: str, certificates: Sequence[Mapping[str, Any]], names: Sequence[PersonName]) -> tuple[Telling, ...]:
        """What is told, of whom: each person's clauses are read by themselves."""
        plain = text
        for entity in certificates:
            if "start" in entity and "held" not in entity:
                # A certificate's name says where somebody wants to go, not what they have.
                plain = plain[: entity["start"]] + " " * (entity["end"] - entity["start"]) + plain[entity["end"] :]
        owners = self._diplomas_with_their_owner(plain, self._owners(plain, names))
        tellings: dict[str | None, Situation] = {}
        for owner in dict.fromkeys(owner for owner, _, _ in owners):
            kept = list(" " * len(plain))
            for whose, start, end in owners:
                if whose == owner:
                    kept[start:end] = plain[start:end]
            clauses = "".join(kept) if len({o for o, _, _ in owners}) > 1 else plain
            situation = self._situation(clauses)
            if owner in _BY_WORK and _IN_POST.search(folded := fold_same_length(clauses)) and not _ELSEWHERE.search(folded):
                situation = replace(situation, workplace=None)
            if situation != Situation():
                tellings[owner] = situation
        for entity in certificates:
            if "held" in entity:
                owner = next((who for who, start, end in owners if start <= entity["start"] < end), SELF)
                held: dict[str, Any] = {entity["held"]: str(entity["value"])}
                if entity["held"] == "job" and has_its_title(text):
                    held["title"] = held["job"]
                tellings[owner] = tellings.get(owner, Situation()).update(Situation(**held))
        return tuple(Telling(person, situation) for person, situation in tellings.items() if person != _OTHERS)

    def _diplomas_with_their_owner(
        self, text: str, owners: Sequence[tuple[str | None, int, int]]
    ) -> Sequence[tuple[str | None, int, int]]:
        """« Titulaire d'un master 1, ayant arrêté mon master 2 » tells twice of oneself, where nobody else is spoken of."""
        told = {who for who, start, end in owners if self._situation(text[start:end]).years_after_bac is not None}
        if told != {None, SELF} or {who for who, _, _ in owners} != told:
            return owners
        return [(SELF, start, end) for _, start, end in owners]

    def _owners(self, text: str, names: Sequence[PersonName]) -> list[tuple[str | None, int, int]]:
        """Each clause with the person it tells of: named, oneself, « il » or « elle » (None), else as the clause before."""
        folded = fold_same_length(text)
        ends = [*((m.start(), m.end()) for m in _CLAUSE.finditer(folded)), (len(folded), len(folded))]
        relations = _relations(text)
        whom = {name.name: SELF if name.stands_for == SELF else name.name for name in names}
        owner: str | None = None
        found: list[tuple[str | None, int, int]] = []
        start, known = 0, False
        for end, after in ends:
            clause = folded[start:end]
            named = [whom[name] for name, _, _ in known_names(clause, whom)]
            named += [found.key for found in relations if start <= found.start < end]
            if named:
                owner, known = named[0], True
            elif not (relations or names) and _OF_OTHERS.search(clause):
                owner, known = _OTHERS, True
            elif _MINE.search(clause) and (_MY_OWN.search(clause) or not _THEIR_OWN.search(clause)):
                owner, known = SELF, True
            elif _THEIRS.search(clause):
                last = next((o for o, _, _ in reversed(found) if o not in (None, SELF)), None)
                owner, known = last, True
            if start < end:
                found.append((owner if known else None, start, after))
            start = after
        return found

    def _situation(self, text: str) -> Situation:
        told: dict[str, Any] = {t.kind: t.value for t in self._situations.read(text)}
        besides = self._besides.read(text)
        has, lacks = (tuple(str(t.value) for t in besides if t.kind == kind) for kind in ("has", "lacks"))
        if _STILL_THERE.search(fold_same_length(text)):
            told |= {"workplace": _OFFICE, "past": False}
        return Situation(**told, has=has, lacks=lacks, untitled=_untitled(text))


def _asking(text: str, pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces without those that only close a question; none where but one is left."""
    left = [piece for piece in pieces if not _ONLY_CLOSES.fullmatch(fold_same_length(text[piece.start : piece.end]))]
    return left if len(left) > 1 else []


def _untitled(text: str) -> bool | None:
    """Whether somebody says that they have no title; None where they say nothing of one."""
    return True if has_no_title(text) else False if has_its_title(text) else None


def _is_named(text: str, found: Found, names: Sequence[Found]) -> bool:
    """Whether somebody's name stands beside the word for them: « ma fille Léa », « mes élèves : Lucas », « Tom, mon neveu »."""
    before = any(name.start >= found.end and not text[found.end : name.start].strip(" ,:(") for name in names)
    return before or any(name.end <= found.start and _EXPLAINS.fullmatch(text[name.end : found.start]) for name in names)


def _relations(text: str) -> list[Found]:
    """The words for people of whom something is asked or told, in order: neither oneself, nor who only told of something
    (« une voisine m'a dit »), nor « mes enfants » beside each of them.
    """
    folded = fold_same_length(text)
    found = [one for one in people().find(text) if not _is_oneself(text, one) and not _only_reports(folded, one)]
    each = any(one.key in _ONE_OF_THE_CHILDREN for one in found)
    return [one for one in found if not (each and one.key == "child")]


def _only_reports(text: str, found: Found) -> bool:
    return bool(_ANYBODY_BEFORE.search(text[: found.start]) and _REPORTS_AFTER.match(text, found.end))


def _is_oneself(text: str, found: Found) -> bool:
    """« Je suis secrétaire », « pas secrétaire », « être salarié »: the word says what somebody is, not whom they speak of."""
    before = fold_same_length(text[: found.start])
    return bool(_I_AM.search(before)) or (found.key in _BY_WORK and not _DETERMINER.search(before))


def _how(entity: Mapping[str, Any]) -> How:
    if entity.get("rejected"):
        return "ruled_out"
    how: How = entity.get("held", "named")
    return how


def likeliest(intents: Mapping[str, float]) -> dict[str, float]:
    """The intents that are likely enough to be passed on, likeliest first, by their topics' names."""
    ranked = sorted(intents.items(), key=lambda item: -item[1])[:_MOST_INTENTS]
    return {intent.removeprefix("ask_"): round(p, 4) for intent, p in ranked if p >= _LEAST_LIKELY}
