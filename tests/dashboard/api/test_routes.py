"""The addresses of the exports: the bytes of the shell, sent once, and refusals that say why."""

import gzip
import io

import openpyxl
import pandas as pd
import pytest

from analytics.exports.formats import FORMATS, make
from analytics.exports.table import table_csv
from analytics.scenario import PRESETS, from_query
from dashboard import handing, state
from dashboard.app import create_app
from dashboard.settings import Settings
from data import catalog

FEW = "preset=overtrained-5x&log2_worlds=6&log2_moat_draws=8"
CSV = f"/export/scenario.csv?{FEW}"
FACTS = "/export/table/deals.csv"


@pytest.mark.parametrize("format", FORMATS.values(), ids=lambda one: one.id)
def test_a_scenario_is_the_export_of_the_shell(client, format):
    answer = client.get(f"/export/scenario.{format.id}?{FEW}")
    assert answer.status_code == 200
    assert answer.mimetype == format.media
    if format.text:
        assert answer.content_type == f"{format.media}; charset=utf-8" or format.id == "json"
    saved = answer.headers["Content-Disposition"]
    assert saved.startswith("attachment; filename=aquifer-overtrained-5x-")
    assert saved.endswith(f".{format.ending}")
    reading = from_query(FEW)
    assert answer.data == make(format, reading.scenario, reading.preset)


def test_a_view_is_its_rows_alone(client):
    answer = client.get(f"/export/depletion.csv?{FEW}")
    assert "filename=aquifer-depletion-overtrained-5x-" in answer.headers["Content-Disposition"]
    assert set(pd.read_csv(io.BytesIO(answer.data))["view"]) == {"depletion"}


def test_a_chart_is_what_is_drawn_with_its_choices(client):
    query = f"{FEW}&exhaustion=bars&pin=preset%3Das-published%26log2_worlds%3D6"
    shown = state.parse(query)
    assert not shown.problems
    for format in handing.TABLE_FORMATS:
        answer = client.get(f"/export/chart/depletion-exhaustion.{format}?{query}")
        assert answer.data == handing.chart_file(shown, "depletion-exhaustion", format).content
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["README", "Data"]
    bars = client.get(f"/export/chart/depletion-exhaustion.csv?{query}")
    other = client.get(f"/export/chart/depletion-exhaustion.csv?{FEW}")
    assert len({bars.data, other.data}) == len({bars.get_etag(), other.get_etag()}) == 2


def test_a_comparison_is_that_of_the_page(client):
    query = f"{FEW}&with1=preset%3Das-published%26log2_worlds%3D6%26log2_moat_draws%3D8"
    answer = client.get(f"/export/compare.csv?{query}")
    frame = pd.read_csv(io.BytesIO(answer.data))
    assert frame["scenario"].nunique() == 2
    assert "compare" in set(frame["view"])
    assert "aquifer-compare-overtrained-5x-as-published.csv" in str(answer.headers)
    alone = client.head(f"/export/compare.csv?{FEW}")
    assert alone.get_etag() != answer.get_etag()


def test_a_table_is_that_of_the_facts(client):
    answer = client.get("/export/table/deals.csv")
    assert answer.data == table_csv(catalog.load("deals"))
    book = openpyxl.load_workbook(io.BytesIO(client.get("/export/table/deals.xlsx").data))
    sheet = book["Data"]
    assert sheet.max_row == 1 + len(catalog.load("deals"))
    assert [cell.value for cell in sheet[1]] == list(catalog.load("deals").columns)


def test_links_are_absolute_where_an_address_is_set():
    public = create_app(Settings(url="https://aquifer.example.org")).server.test_client()
    answer = public.get(CSV)
    assert b"https://aquifer.example.org/?v=1&preset=overtrained-5x" in answer.data
    assert public.get("/openapi.json").json["servers"] == [{"url": "https://aquifer.example.org"}]


class TestSentOnce:
    def test_a_client_that_has_it_is_told_so(self, client, monkeypatch):
        first = client.get(CSV)
        tag, weak = first.get_etag()
        assert tag and not weak
        # nothing is computed for it
        monkeypatch.setattr("dashboard.api.routes.scenario_file", None)
        for has in (f'"{tag}"', f'W/"{tag}"', f'"other", "{tag}:gzip"', "*"):
            again = client.get(CSV, headers={"If-None-Match": has})
            assert (again.status_code, again.data) == (304, b"")
            assert again.get_etag()[0].partition(":")[0] == tag

    def test_the_order_of_a_query_does_not_matter_and_its_values_do(self, client):
        turned = "&".join(reversed(FEW.split("&")))
        tags = [
            client.get(f"/export/{path}").get_etag()[0]
            for path in (
                f"scenario.json?{FEW}",
                f"scenario.json?{turned}",
                f"scenario.json?{FEW}&seed=3",
                f"scenario.json?{FEW.replace('overtrained-5x', 'multimodal')}",
                "table/deals.csv",
                "table/parties.csv",
                "table/deals.xlsx",
            )
        ]
        assert tags[0] == tags[1]
        assert len(set(tags)) == len(tags) - 1

    def test_other_data_is_another_file(self, client, monkeypatch):
        was = client.get(f"/export/scenario.json?{FEW}").get_etag()
        monkeypatch.setattr(catalog, "version", lambda: "0123456789ab")
        assert client.get(f"/export/scenario.json?{FEW}").get_etag() != was

    def test_head_says_what_get_would(self, client):
        got, told = client.get(FACTS), client.head(FACTS)
        assert told.status_code == 200
        assert told.data == b""
        for name in ("Content-Type", "Content-Length", "ETag", "Content-Disposition"):
            assert told.headers[name] == got.headers[name]

    def test_text_is_compressed_for_who_takes_it(self, client):
        plain = client.get(FACTS)
        small = client.get(FACTS, headers={"Accept-Encoding": "gzip, br"})
        assert small.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in small.headers["Vary"]
        assert len(small.data) < len(plain.data) / 3
        assert gzip.decompress(small.data) == plain.data
        assert small.get_etag() != plain.get_etag()
        refused = client.get(FACTS, headers={"Accept-Encoding": "gzip;q=0"})
        assert "Content-Encoding" not in refused.headers
        packed = client.get("/export/table/deals.xlsx", headers={"Accept-Encoding": "gzip"})
        assert "Content-Encoding" not in packed.headers


class TestRefused:
    def told(self, answer, status):
        assert answer.status_code == status
        assert answer.mimetype == "application/problem+json"
        content = answer.get_json()
        assert content["status"] == status
        assert content["detail"]
        assert len(content["request_id"]) == 12
        return content

    def test_a_value_is_named_with_its_bounds(self, client):
        query = "epochs=1000&consent_measure=x&usable_share=3~9&gone=1&drivers=y&pin=epochs%3D0"
        content = self.told(client.get(f"/export/scenario.csv?{query}"), 400)
        errors = {one["field"]: one for one in content["errors"]}
        assert set(errors) == {
            "epochs", "consent_measure", "usable_share", "gone", "drivers", "pin: epochs",
        }  # fmt: skip
        assert errors["epochs"] == {
            "field": "epochs",
            "value": "1000",
            "reason": "1000 passes is above the highest accepted, 100 passes",
            "lowest": 1.0,
            "highest": 100.0,
            "unit": "passes",
        }
        assert "terms" in errors["consent_measure"]["accepted"]
        assert errors["drivers"]["accepted"] == list(state.OPTIONS["drivers"])
        assert "6 values" in content["detail"]

    def test_a_value_given_twice(self, client):
        content = self.told(client.get("/export/scenario.json?epochs=2&epochs=3"), 400)
        assert content["errors"][0]["reason"] == "given more than once"

    def test_a_link_made_on_other_data_is_answered(self, client):
        assert client.get("/export/scenario.json?data=0123456789ab").status_code == 200

    @pytest.mark.parametrize(
        ("path", "named"),
        [
            ("/export/gone.csv", "depletion"),
            ("/export/scenario.pdf", "xlsx"),
            ("/export/depletion.zip", "scenario"),
            ("/export/assumptions.iamc", "depletion"),
            ("/export/chart/gone.csv", "depletion-fans"),
            ("/export/chart/depletion-fans.zip", "xlsx"),
            ("/export/table/gone.csv", "deals"),
            ("/export/table/deals.json", "csv"),
            ("/export", "/export/table"),
            ("/export/", "/export/table"),
            ("/export/a/b/c", "/export/table"),
            ("/export/table/..%2Fsources.csv", ""),
        ],
    )
    def test_what_is_not_there_names_what_is(self, client, path, named):
        assert named in self.told(client.get(path), 404)["detail"]

    def test_another_method(self, client):
        answer = client.post(CSV, data="x")
        self.told(answer, 405)
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}

    def test_a_failure_of_ours_is_told_as_one(self, client, monkeypatch):
        monkeypatch.setattr("dashboard.api.routes.scenario_file", None)
        assert "NoneType" not in self.told(client.get(CSV), 500)["detail"]

    def test_a_foreign_host(self, client):
        for path in (CSV, "/openapi.json"):
            assert client.get(path, headers={"Host": "evil.example"}).status_code == 403


def test_presets_can_all_be_asked_for(client):
    for preset in PRESETS:
        assert client.get(f"/export/scenario.json?preset={preset}").status_code == 200
