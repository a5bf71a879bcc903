"""Corpora of numbers, as a simulator samples them: a Gaussian, or a mixture of several.

Each row carries the component it came from, so that a fit is exact: the share, mean and variance
of each component. A component without a row is lost for good. Sharpening is that of patterns
applied to the shares, and each component is sharpened as a Gaussian: temperature makes its
variance T times as large, since the density to the power 1/T is that; a nucleus cuts it to the
central region of that probability.

The mean of n Gaussian rows and their sum of squares are independent, a Gaussian and σ²χ² with
n − 1 degrees of freedom, so that no row need be drawn (Cochran 1934) unless a nucleus cuts them or
rows are to be drawn without replacement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from analytics.collapse.arguments import MOST_ROWS, bounded
from analytics.collapse.sharpening import sharpen
from analytics.collapse.workflow import Rows
from analytics.estimates import Array

Number = TypeVar("Number", np.float64, np.intp)

_LARGEST = 1e100


class Moments(NamedTuple):
    """What a model learns from a corpus, for each component, (replicates, components).

    Attributes:
        rows: rows of the component.
        mean: their mean; 0 where there are none.
        squares: sum of the squares of their distances from it.
        values: the rows themselves, (replicates, most rows), where they are kept.
        labels: component of each row, −1 where there is none.
    """

    rows: NDArray[np.int64]
    mean: Array
    squares: Array
    values: Array | None = None
    labels: NDArray[np.intp] | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Gaussians:
    """A mixture of Gaussians whose rows carry their component.

    Args:
        shares: of each component, above 0, in any unit, (components,); kept so that they sum to 1.
        means: (components,).
        deviations: standard deviations, 0 or above, (components,).
        unbiased: divide by n − 1 in a variance, not by n.
        by_row: draw and keep every row, as drawing without replacement needs.

    Raises:
        ValueError: the numbers describe no mixture, or its variance is 0.
    """

    shares: Array
    means: Array
    deviations: Array
    unbiased: bool = False
    by_row: bool = False

    def __post_init__(self) -> None:
        """Check and normalise."""
        shares = bounded("shares", self.shares, 0, MOST_ROWS)
        means = bounded("means", self.means, -_LARGEST, _LARGEST)
        deviations = bounded("deviations", self.deviations, 0, _LARGEST)
        if shares.ndim != 1 or not shares.shape == means.shape == deviations.shape:
            raise ValueError("shares, means and deviations must be lists of one length")
        if not shares.size or (shares == 0).any():
            raise ValueError("every component must have a share above 0")
        for name, value in (
            ("shares", shares / shares.sum()),
            ("means", means),
            ("deviations", deviations),
        ):
            object.__setattr__(self, name, value)
        if not self._overall(self.shares, means, deviations**2)[1] > 0:
            raise ValueError("the mixture must have a variance above 0")

    def human(self, rng: np.random.Generator, rows: Rows) -> Moments:
        """A corpus of human rows, (replicates,) of them."""
        shape = (len(rows), len(self.shares))
        shares, means, deviations = (
            np.broadcast_to(one, shape) for one in (self.shares, self.means, self.deviations)
        )
        return self._draw(rng, shares, means, deviations, rows, 1.0)

    def written(
        self,
        rng: np.random.Generator,
        corpus: Moments,
        rows: Rows,
        temperature: float,
        top_p: float,
    ) -> Moments:
        """Rows that a model fitted to a corpus writes, (replicates,) of them."""
        shares, means, variances = self._fitted(corpus)
        if temperature != 1 or top_p != 1:
            shares = sharpen(shares, temperature=temperature, top_p=top_p)
        deviations = np.sqrt(variances * temperature)
        return self._draw(rng, shares, means, deviations, rows, top_p)

    def pooled(self, one: Moments, other: Moments) -> Moments:
        """Both corpora as one (Chan, Golub & LeVeque 1979)."""
        rows = one.rows + other.rows
        part = other.rows / np.maximum(rows, 1)
        apart = other.mean - one.mean
        mean = one.mean + apart * part
        squares = one.squares + other.squares + apart**2 * one.rows * part
        if one.values is None or other.values is None or one.labels is None or other.labels is None:
            return Moments(rows, mean, squares)
        values = np.concatenate([one.values, other.values], axis=1)
        labels = np.concatenate([one.labels, other.labels], axis=1)
        return Moments(rows, mean, squares, values, labels)

    def subsample(self, rng: np.random.Generator, pool: Moments, rows: int) -> Moments:
        """Rows of a pool, drawn without replacement.

        Raises:
            ValueError: the mixture was not made ``by_row``.
        """
        if pool.values is None or pool.labels is None:
            raise ValueError("drawing without replacement needs every row: ask for by_row")
        keys = np.where(pool.labels >= 0, rng.random(pool.labels.shape), np.inf)
        chosen = np.argpartition(keys, rows - 1, axis=1)[:, :rows]
        return self._learnt(
            np.take_along_axis(pool.values, chosen, axis=1),
            np.take_along_axis(pool.labels, chosen, axis=1),
        )

    def where(self, condition: NDArray[np.bool_], one: Moments, other: Moments) -> Moments:
        """Corpora of ``one`` in the replicates where the condition holds, else of ``other``."""
        rows, mean, squares = (
            np.where(condition[:, None], a, b) for a, b in zip(one[:3], other[:3], strict=True)
        )
        if one.values is None or other.values is None or one.labels is None or other.labels is None:
            return Moments(rows, mean, squares)
        most = max(one.values.shape[1], other.values.shape[1])
        here = condition[:, None]
        return Moments(
            rows,
            mean,
            squares,
            np.where(here, _widened(one.values, most, 0), _widened(other.values, most, 0)),
            np.where(here, _widened(one.labels, most, -1), _widened(other.labels, most, -1)),
        )

    def measures(self, corpus: Moments) -> dict[str, Array]:
        """What is left of the human distribution in a model, each (replicates,).

        ``variance_kept``, its variance over that of human text σ²; ``mean_error``, the squared
        distance of their means over σ²; ``wasserstein``, the squared 2-Wasserstein distance of the
        Gaussians with these means and variances over σ²; ``components_kept``, share of the
        components that are present.
        """
        human_mean, human_variance = self._overall(self.shares, self.means, self.deviations**2)
        mean, variance = self._overall(*self._fitted(corpus))
        error = (mean - human_mean) ** 2 / human_variance
        kept = variance / human_variance
        return {
            "variance_kept": kept,
            "mean_error": error,
            "wasserstein": error + (1 - np.sqrt(kept)) ** 2,
            "components_kept": (corpus.rows > 0).mean(axis=1),
        }

    def present(self, corpus: Moments) -> NDArray[np.int64]:
        """In how many replicates each component is present, (components,)."""
        present: NDArray[np.int64] = np.count_nonzero(corpus.rows, axis=0)
        return present

    def _fitted(self, corpus: Moments) -> tuple[Array, Array, Array]:
        """Share, mean and variance of each component as a model learns them."""
        shares = corpus.rows / corpus.rows.sum(axis=1, keepdims=True)
        divisor = np.maximum(corpus.rows - self.unbiased, 1)
        return shares, corpus.mean, corpus.squares / divisor

    @staticmethod
    def _overall(shares: Array, means: Array, variances: Array) -> tuple[Array, Array]:
        """Mean and variance of the whole mixture."""
        mean = (shares * means).sum(axis=-1)
        spread = variances + (means - mean[..., None]) ** 2
        return mean, (shares * spread).sum(axis=-1)

    def _draw(
        self,
        rng: np.random.Generator,
        shares: Array,
        means: Array,
        deviations: Array,
        rows: Rows,
        top_p: float,
    ) -> Moments:
        """Rows of mixtures; shares, means and deviations are (replicates, components)."""
        single = shares.shape[1] == 1
        each = rows[:, None] if single else rng.multinomial(rows, shares)
        if self.by_row or top_p < 1:
            drawn = self._draw_rows(rng, each, means, deviations, top_p)
            return drawn if self.by_row else Moments(*drawn[:3])
        safe = np.maximum(each, 1)
        mean = means + deviations * rng.standard_normal(each.shape) / np.sqrt(safe)
        squares = deviations**2 * 2 * rng.standard_gamma((safe - 1) / 2)
        return Moments(each, np.where(each > 0, mean, 0.0), np.where(each > 0, squares, 0.0))

    def _draw_rows(
        self,
        rng: np.random.Generator,
        each: NDArray[np.int64],
        means: Array,
        deviations: Array,
        top_p: float,
    ) -> Moments:
        """The same, row by row; ``each`` are the rows of a component, (replicates, components)."""
        up_to = np.cumsum(each, axis=1)
        most = int(up_to[:, -1].max(initial=0))
        labels = (np.arange(most) >= up_to[:, :, None]).sum(axis=1)
        labels = np.where(labels < each.shape[1], labels, -1)
        if top_p < 1:
            z = ndtri(0.5 + top_p * (rng.random(labels.shape) - 0.5))
        else:
            z = rng.standard_normal(labels.shape)
        at = np.maximum(labels, 0)
        mean, deviation = (np.take_along_axis(one, at, axis=1) for one in (means, deviations))
        return self._learnt(np.where(labels >= 0, mean + deviation * z, 0.0), labels)

    def _learnt(self, values: Array, labels: NDArray[np.intp]) -> Moments:
        """Moments of the rows of each component."""
        shape = (len(values), len(self.shares))
        rows = np.zeros(shape, dtype=np.int64)
        mean, squares = np.zeros(shape), np.zeros(shape)
        for component in range(shape[1]):
            here = labels == component
            rows[:, component] = here.sum(axis=1)
            number = np.maximum(rows[:, component], 1)
            mean[:, component] = np.where(here, values, 0.0).sum(axis=1) / number
            apart = np.where(here, values - mean[:, component, None], 0.0)
            squares[:, component] = np.einsum("rn,rn->r", apart, apart)
        return Moments(rows, mean, squares, values, labels)


def gaussian(
    mean: float = 0.0, deviation: float = 1.0, *, unbiased: bool = False, by_row: bool = False
) -> Gaussians:
    """One Gaussian: a mixture of one component."""
    return mixture([1.0], [mean], [deviation], unbiased=unbiased, by_row=by_row)


def mixture(
    shares: ArrayLike,
    means: ArrayLike,
    deviations: ArrayLike,
    *,
    unbiased: bool = False,
    by_row: bool = False,
) -> Gaussians:
    """A mixture from any lists of numbers; see :class:`Gaussians`."""
    w, mu, sigma = (np.asarray(one, dtype=np.float64) for one in (shares, means, deviations))
    return Gaussians(w, mu, sigma, unbiased=unbiased, by_row=by_row)


def _widened(given: NDArray[Number], columns: int, fill: int) -> NDArray[Number]:
    """With columns added up to a number of them."""
    return np.pad(given, ((0, 0), (0, columns - given.shape[1])), constant_values=fill)
