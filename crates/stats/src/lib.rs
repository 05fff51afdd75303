//! Exact rounding, intervals and tests for small groups followed over time.
//!
//! Pure functions: counts and series go in, numbers come out; nothing here reads a clock, draws
//! chance or knows what the counts mean. Where there is nothing to divide by the answer is `None`,
//! never NaN. Result structs serialise with the field names a reader of the method expects, so a
//! figure can be checked by hand.
//!
//! * [`ratio`]: exact fractions, means as sum and count, medians
//! * [`rounding`]: percentages and means as text, half away from zero, threshold decisions
//! * [`quantile`]: normal and Student t
//! * [`proportion`]: Wilson and cluster-adjusted Wilson intervals
//! * [`interval`]: order-statistic interval of a median
//! * [`trend`]: trend of yes/no outcomes within strata (Mantel), exact and normal
//! * [`rank`]: Mann-Kendall and Theil-Sen
//! * [`agreement`]: Cohen's kappa, plain and linearly weighted

pub mod agreement;
pub mod interval;
pub mod proportion;
pub mod quantile;
pub mod rank;
pub mod ratio;
pub mod rounding;
pub mod trend;

pub use agreement::{Kappa, NotSquare, kappa};
pub use interval::{GroupedMedian, MedianInterval, grouped_median, median_interval};
pub use proportion::{Cluster, ClusterWilson, Interval, cluster_wilson, wilson, wilson_count};
pub use rank::{MannKendall, mann_kendall, theil_sen};
pub use ratio::{Mean, Ratio, median};
pub use rounding::{Threshold, p_display, pct1, pct1_against, percent_display};
pub use trend::{MantelTrend, Stratum, mantel_trend};
