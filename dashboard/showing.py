"""When a control is shown: what it needs to change anything, and on which views it does.

``assets/controls.js`` and ``assets/state.js`` are told, ``assets/rail.css`` knows the views.
"""

from __future__ import annotations

from analytics.scenario import CRITERIA, JOIN_GROUPS, JOINED_CRITERIA, VENDOR_GROUPS

SETS: dict[str, tuple[str, str]] = {"demand_growth": ("demand_growth_from", "interval")}
"""Field → another field and the value that it takes when this one is moved by hand."""

NEEDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "demand_growth_from": ("demand_path", ("pooled", "trend")),
    "frontier_tau": ("demand_growth_from", ("quantile",)),
    "demand_growth": ("demand_path", ("pooled", "trend")),
    "demand_2024_tokens": ("demand_path", ("pooled", "trend")),
    "compute_2024_flop": ("demand_path", ("pooled", "compute")),
    "compute_growth": ("demand_path", ("pooled", "compute")),
    "slowdown": ("demand_path", ("pooled", "compute")),
    "slowdown_year": ("slowdown", ("on",)),
    "slowdown_rate": ("slowdown", ("on",)),
    "repetition_multiple": ("repetition_rule", ("multiple",)),
    "epochs": ("repetition_rule", ("epochs",)),
    "consent_scope": ("consent_measure", ("robots_all", "robots_head", "terms")),
    "robots_all_share": ("consent_measure", ("robots_all",)),
    "robots_head_share": ("consent_measure", ("robots_head",)),
    "terms_share": ("consent_measure", ("terms",)),
    "consent_rate": ("consent_measure", ("robots_all", "robots_head")),
    "consent_midpoint": ("consent_measure", ("robots_all", "robots_head")),
    "temperature": ("sharpening", ("temperature",)),
    "top_p": ("sharpening", ("nucleus",)),
    "synthetic_cap": ("synthetic_policy", ("controlled",)),
    "max_epochs": ("synthetic_policy", ("fill", "controlled", "stop")),
    "verified_share": ("synthetic_policy", ("fill", "controlled")),
    "verified_growth": ("synthetic_policy", ("fill", "controlled")),
    "verified_worth": ("synthetic_policy", ("fill", "controlled")),
    "lab_human_share": ("lab_workflow", ("mix", "anchor", "accumulate_inflow")),
    "lab_path": ("lab_workflow", ("mix", "accumulate_inflow")),
    "lab_share_third": ("lab_path", ("on",)),
    "lab_share_two_thirds": ("lab_path", ("on",)),
    "lab_share_end": ("lab_path", ("on",)),
    **{
        f"weight_{name}": ("weight_preference", ("mine",)) for name in (*CRITERIA, *JOINED_CRITERIA)
    },
    "weight_concentration": ("weight_preference", ("mine",)),
    "verified_value": ("synthetic_policy", ("fill", "controlled")),
    "unverified_value": ("synthetic_policy", ("fill", "controlled")),
}
"""Field → the field and values without which it changes nothing; its control is hidden then."""

ALSO: dict[str, tuple[str, tuple[str, ...]]] = dict.fromkeys(
    ("slowdown_year", "slowdown_rate"), ("vendor_slowdown", ("on",))
)
"""Field → the field and values with which it acts on vendors all the same; its control is then
shown where runs of vendors are, and hidden on the other views."""

VENDORS_ONLY = "vendors"
"""What ``data-idle`` says of such a control."""

ON_RANKING = ("/", "/vendors", "/compare", "/sensitivity")
ON_RUNS = (*ON_RANKING, "/collapse")
"""Views of the ranking of vendors, and of their runs."""

ONLY_ON: dict[str, tuple[str, ...]] = {
    group: ON_RUNS if group in ("moat_mixes", *JOIN_GROUPS) else ON_RANKING
    for group in VENDOR_GROUPS
}
"""Group → paths of the views that it acts on, where it acts on some only; ``assets/rail.css`` hides
it on the others."""
