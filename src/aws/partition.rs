//! The partitions of AWS, each with its own regions, accounts and domain.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Partition {
    Aws,
    China,
    GovCloud,
    EuropeanSovereign,
}

impl Partition {
    /// The partition of `region`; `aws` if the region is unknown.
    /// <https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html>
    pub(crate) fn of(region: &str) -> Self {
        match region {
            region if region.starts_with("cn-") => Self::China,
            region if region.starts_with("us-gov-") => Self::GovCloud,
            region if region.starts_with("eusc-") => Self::EuropeanSovereign,
            _ => Self::Aws,
        }
    }

    /// The name in ARNs.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::China => "aws-cn",
            Self::GovCloud => "aws-us-gov",
            Self::EuropeanSovereign => "aws-eusc",
        }
    }

    /// The domain of its service endpoints.
    pub(crate) fn domain(self) -> &'static str {
        match self {
            Self::Aws | Self::GovCloud => "amazonaws.com",
            Self::China => "amazonaws.com.cn",
            Self::EuropeanSovereign => "amazonaws.eu",
        }
    }

    /// Whether `EDGE_REGION` is in this partition: credentials of another partition are not valid there.
    pub(crate) fn has_edge_region(self) -> bool {
        self == Self::Aws
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_has_its_partition() {
        let described = |region| {
            let partition = Partition::of(region);
            (partition.name(), partition.domain(), partition.has_edge_region())
        };

        assert_eq!(described("ap-northeast-2"), ("aws", "amazonaws.com", true));
        assert_eq!(described("cn-north-1"), ("aws-cn", "amazonaws.com.cn", false));
        assert_eq!(described("us-gov-west-1"), ("aws-us-gov", "amazonaws.com", false));
        assert_eq!(described("eusc-de-east-1"), ("aws-eusc", "amazonaws.eu", false));
    }
}
