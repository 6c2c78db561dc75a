"""The vocabulary of moves: what people did at an event, as a verb. A study adds its own in kgraph.toml.

The examples are made up.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """A move: what it means, when to code it, when to code another, and one example."""

    definition: str
    when: str
    when_not: str
    example: str


MOVES: dict[str, Move] = {
    "share": Move(
        "Someone tells others of something they did not know, or hands it to them.",
        "it is told, shown, sent or presented, whatever comes of it",
        "the others make something new of it there and then: build_on or combine",
        "The housing lead showed the board how another council counts repairs.",
    ),
    "build_on": Move(
        "People take something that is there and carry it further.",
        "the newer thing has the older one in it; put the older under drew_on and the newer under produced",
        "it is only fitted to a new place: adapt; two or more are put together: combine",
        "The taskforce turned the visiting routine into a plan for the whole district.",
    ),
    "combine": Move(
        "People put two or more things together into one.",
        "the parts can be named and the whole is used as one thing",
        "the parts stay apart and are made to agree: harmonise",
        "They merged the two lists of empty homes into one register.",
    ),
    "harmonise": Move(
        "People bring differing programmes, routines or discourses to work side by side without making them one.",
        "differences are kept, and what each does is fitted to the other",
        "one thing comes out of it: combine; a settlement is bargained for: negotiate",
        "Health and housing kept their own assessments but agreed on one calendar for both.",
    ),
    "negotiate": Move(
        "People with differing positions give and take to reach terms that each can accept.",
        "there is giving way on both sides, or an attempt at it, whether or not it ends in agreement",
        "nobody is ready to give way: contest",
        "The board released the figures once the agency was promised a month to check them.",
    ),
    "contest": Move(
        "Someone argues against something, or against somebody's right to decide on it.",
        "the disagreement is voiced; it needs no winner",
        "it is stopped by the use of power: block",
        "Two members said that the ranking told nothing of the quality of care.",
    ),
    "reach_out": Move(
        "People go outside their network for evidence, a perspective or a skill that they lack.",
        "they ask, invite or search beyond those present; put what they got under drew_on",
        "the outsider comes unasked: share",
        "The sub-group invited a statistician to explain the gaps in the returns.",
    ),
    "adopt": Move(
        "People take something up as it is and begin to use it.",
        "there is a decision or a practice, and not only approval",
        "they change it to fit: adapt; they merely hear of it: share",
        "The county took on the panel's licence for all that it publishes.",
    ),
    "adapt": Move(
        "People take something up and change it to fit their own setting.",
        "what it is can still be recognised and something in it was changed",
        "it becomes a further thing with a life of its own: build_on",
        "The borough used the county's form but left out the questions on income.",
    ),
    "drop": Move(
        "People stop using or following something that they had taken up.",
        "an earlier event shares or adopts it, and here it ends, by decision or by neglect",
        "it never got started because someone prevented it: block",
        "After the chair left, nobody asked for the monthly table again.",
    ),
    "block": Move(
        "Someone with the power to do so keeps something from going ahead.",
        "it is refused, withheld or made impossible; name who did under participants",
        "it is only argued against: contest",
        "The finance office refused to let the budget lines be published.",
    ),
    "other": Move(
        "Something that none of the other moves says.",
        "you have read the other eleven; say in the summary what was done",
        "the same verb comes up again and again: define a move of your own in kgraph.toml",
        "The group moved to a room nearer the ward.",
    ),
}
"""Every move that each study has, by its name."""
