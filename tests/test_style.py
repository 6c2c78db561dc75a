"""The style for Neo4j Browser: held against the model, and against how Browser reads such a file."""

from __future__ import annotations

import re

import pytest

from kgraph.browser.style import looks, rules, style
from kgraph.model import Network
from kgraph.vocabulary import ADDED, ENTITY_OF, LABELS, TYPES, dates, day_bounds, node_properties

RULES = rules(style())
NODES = {name.removeprefix("node."): said for name, said in RULES if name.startswith("node.")}
SECOND = {"KnowledgeItem": "Idea", "StableNetwork": "Network", "FluidNetwork": "Network"}
"""Second labels, each with a first one that its nodes have too."""


def properties(label: str) -> set[str]:
    """What a node of a label can have."""
    entity = ENTITY_OF[SECOND.get(label) or label]
    bounds = {bound for name in dates(entity) for bound in day_bounds(name)}
    return {*node_properties(entity), *ADDED.get(label, {}), *bounds}


def luminance(colour: str) -> float:
    """The relative luminance of a colour, as WCAG 2 defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_each_label_of_the_model_has_one_rule() -> None:
    named = [name.removeprefix("node.") for name, _ in RULES if name.startswith("node.")]
    assert sorted(named) == sorted({*LABELS, *SECOND})


def test_each_relationship_that_has_a_rule_is_one_of_the_model() -> None:
    named = [name.removeprefix("relationship.") for name, _ in RULES if name.startswith("relationship.")]
    assert len(named) == len({*named})
    assert {*named} <= {*TYPES, "LEADS_TO", "MAY_LEAD_TO"}
    assert "LEADS_TO" in named


def test_no_two_labels_have_the_same_colour() -> None:
    colours = [said["color"] for said in NODES.values()]
    assert len({*colours}) == len(colours)
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colour in colours)


@pytest.mark.parametrize("label", NODES)
def test_words_on_a_node_can_be_read(label: str) -> None:
    assert contrast(NODES[label]["color"], NODES[label]["text-color-internal"]) >= 4.5


@pytest.mark.parametrize("label", NODES)
def test_every_property_of_a_caption_is_one_of_the_labels_nodes(label: str) -> None:
    named = re.findall(r"\{(\w+)\}", NODES[label]["caption"])
    assert named
    assert {*named} <= properties(label)


def test_stable_and_fluid_networks_differ_in_lightness_and_size_and_rim() -> None:
    stable, fluid = NODES["StableNetwork"], NODES["FluidNetwork"]
    assert contrast(stable["color"], fluid["color"]) >= 3  # told apart without seeing any hue
    assert (stable["diameter"], stable["border-width"]) == ("92px", "2px")
    assert (fluid["diameter"], fluid["border-width"]) == ("72px", "7px")
    assert Network.labels == ("Network",)


def test_a_second_label_that_says_more_stands_after_that_which_says_less() -> None:
    order = [name.removeprefix("node.") for name, _ in RULES]
    for less, more in [("Network", ("StableNetwork", "FluidNetwork")), ("KnowledgeItem", _shared())]:
        assert all(order.index(less) < order.index(label) for label in more)


def _shared() -> list[str]:
    return [label for label, entity in ENTITY_OF.items() if "KnowledgeItem" in entity.labels]


def test_steps_of_ideas_are_the_thickest_arrows() -> None:
    widths = {name: said["shaft-width"] for name, said in RULES if name.startswith("relationship")}
    assert widths.pop("relationship.LEADS_TO") == "4px"
    assert {*widths.values()} <= {"1px", "2px", "3px"}


def test_browsers_own_reader_reads_every_line() -> None:
    """It knows no comments, takes braces and quotation marks one by one, and splits at each ; and :."""
    text = style()
    assert "/*" not in text and "//" not in text and "'" not in text
    for _, said in RULES:
        assert all(not set(value) & set(":;") for value in said.values())
    rebuilt = "".join(
        f"{name} {{\n"
        + "".join(
            f'  {key}: "{value}";\n' if key == "caption" else f"  {key}: {value};\n" for key, value in said.items()
        )
        + "}\n"
        for name, said in RULES
    )
    assert rebuilt == text


def test_the_guide_knows_the_colours_of_every_label() -> None:
    assert {label: look.colour for label, look in looks().items()} == {k: said["color"] for k, said in NODES.items()}
