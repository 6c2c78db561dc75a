"""The docker-compose.yml of `kgraph up`, as data: who can reach the Neo4j, and where its contents stay."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from checkout import ROOT


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "kgraph" / "server" / "docker-compose.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def neo4j(compose: dict[str, Any]) -> dict[str, Any]:
    assert list(compose["services"]) == ["neo4j"]
    return compose["services"]["neo4j"]


def test_the_one_at_the_top_of_the_checkout_is_the_same() -> None:
    top = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    whole = {"file": "kgraph/server/docker-compose.yml", "service": "neo4j"}
    assert top == {"services": {"neo4j": {"extends": whole}}, "volumes": {"data": None}}


def test_it_is_the_community_edition_of_the_long_term_release(neo4j: dict[str, Any]) -> None:
    assert neo4j["image"] == "${KGRAPH_NEO4J_IMAGE:-neo4j:5.26-community}"


def test_browser_and_bolt_are_bound_to_this_computer_only(neo4j: dict[str, Any]) -> None:
    ports = ["127.0.0.1:${KGRAPH_HTTP_PORT:-7474}:7474", "127.0.0.1:${KGRAPH_BOLT_PORT:-7687}:7687"]
    assert neo4j["ports"] == ports
    assert "network_mode" not in neo4j


def test_the_password_comes_from_the_environment_and_has_no_default(neo4j: dict[str, Any]) -> None:
    assert neo4j["environment"]["NEO4J_AUTH"] == (
        "neo4j/${NEO4J_PASSWORD:?set NEO4J_PASSWORD to a password of at least 8 characters}"
    )
    assert "env_file" not in neo4j


def test_the_graph_stays_in_a_named_volume(compose: dict[str, Any], neo4j: dict[str, Any]) -> None:
    assert neo4j["volumes"] == ["data:/data"]
    assert list(compose["volumes"]) == ["data"]


def test_health_is_asked_of_the_server_itself(neo4j: dict[str, Any]) -> None:
    health = neo4j["healthcheck"]
    assert health["test"] == ["CMD", "wget", "--quiet", "--tries=1", "--spider", "http://localhost:7474"]
    start, interval = (int(health[key].removesuffix("s")) for key in ("start_period", "interval"))
    assert start + interval * health["retries"] >= 120, "a slow laptop needs two minutes"


def test_it_comes_back_after_a_restart_and_leaves_memory_for_others(neo4j: dict[str, Any]) -> None:
    assert neo4j["restart"] == "unless-stopped"
    environment = neo4j["environment"]
    assert environment["NEO4J_server_memory_heap_max__size"] == "${KGRAPH_NEO4J_HEAP:-1g}"
    assert environment["NEO4J_server_memory_pagecache_size"] == "512m"


def test_nothing_is_reported_to_anyone(neo4j: dict[str, Any]) -> None:
    assert neo4j["environment"]["NEO4J_dbms_usage__report_enabled"] == "false"
    assert neo4j["environment"]["NEO4J_client_allow__telemetry"] == "false"


def test_what_was_deleted_does_not_stay_in_the_transaction_log(neo4j: dict[str, Any]) -> None:
    assert neo4j["environment"]["NEO4J_db_tx__log_rotation_retention__policy"] == "keep_none"
