//! Finds a table of the stack by its name in the template or by its physical name.

use crate::{
    aws::{
        stacks::{Resource, Stacks},
        tables::{TableDescription, Tables},
    },
    context::deployed_stack::DeployedStack,
    error::Error,
    nearest::did_you_mean,
    stage::StackName,
};

/// A table of the stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StackTable {
    /// `UserProfiles`, of the resource `UserProfilesTable`.
    pub(crate) name: String,
    pub(crate) physical_name: String,
}

impl StackTable {
    fn of(resource: &Resource) -> Option<Self> {
        let is_table = matches!(resource.kind.as_str(), "AWS::DynamoDB::Table" | "AWS::DynamoDB::GlobalTable");
        let name = resource.logical_id.strip_suffix("Table").filter(|stem| !stem.is_empty());
        is_table.then(|| Self {
            name: name.unwrap_or(&resource.logical_id).to_owned(),
            physical_name: resource.physical_id.clone(),
        })
    }

    /// What its physical name begins with: CloudFormation adds an ending.
    pub(crate) fn stem(&self) -> &str {
        self.physical_name.rsplit_once('-').map_or(&self.physical_name, |(stem, _)| stem)
    }

    fn is_called(&self, name: &str) -> bool {
        self.name == name || self.physical_name == name || name.strip_suffix("Table") == Some(&self.name)
    }

    /// The same; `None` if DynamoDB doesn't have the table.
    pub(crate) async fn find(&self, tables: &impl Tables) -> Result<Option<TableDescription>, Error> {
        Ok(tables.describe(&self.physical_name).await?)
    }

    /// The table's keys, indexes and settings.
    pub(crate) async fn describe(&self, tables: &impl Tables) -> Result<TableDescription, Error> {
        self.find(tables).await?.ok_or_else(|| {
            Error::not_found(
                "table",
                self.physical_name.clone(),
                Some("the stack lists it, but DynamoDB does not: was it deleted by hand?".into()),
            )
        })
    }
}

/// Every table of the stack.
pub(crate) async fn tables_of(stacks: &impl Stacks, stack: &StackName) -> Result<Vec<StackTable>, Error> {
    let deployed = DeployedStack::find(stacks, stack.clone()).await?;
    Ok(deployed.resources.iter().filter_map(StackTable::of).collect())
}

/// The stack's table called `name`. Tables of other stacks are out of reach.
pub(crate) async fn table_called(stacks: &impl Stacks, stack: &StackName, name: &str) -> Result<StackTable, Error> {
    let tables = tables_of(stacks, stack).await?;
    if let Some(found) = tables.iter().find(|table| table.is_called(name)) {
        return Ok(found.clone());
    }
    let names = tables.iter().flat_map(|table| [table.name.as_str(), table.physical_name.as_str()]);
    Err(Error::not_found(
        "table",
        name.to_owned(),
        Some(did_you_mean(name, names, || "run `srvls table list` to see the stack's tables".to_owned())),
    ))
}

#[cfg(test)]
pub(super) mod fake {
    use super::*;
    use crate::aws::stacks::{
        Status,
        fake::{FakeStacks, ready_stack},
    };

    /// A stack with the table `AppData`, physically `app-data-1`.
    pub(crate) fn stacks() -> FakeStacks {
        let resource = |logical_id: &str, physical_id: &str, kind: &str| Resource {
            logical_id: logical_id.into(),
            physical_id: physical_id.into(),
            kind: kind.into(),
            status: Status("CREATE_COMPLETE".into()),
            updated_at: None,
        };
        FakeStacks {
            stack: Some(ready_stack(&[])),
            resources: vec![
                resource("AppDataTable", "app-data-1", "AWS::DynamoDB::Table"),
                resource("ImagesBucket", "images-1", "AWS::S3::Bucket"),
            ],
            ..FakeStacks::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::stacks::fake::FakeStacks;

    fn stack() -> StackName {
        StackName("srvls-dev".into())
    }

    #[tokio::test]
    async fn a_table_has_three_names() {
        for name in ["AppData", "AppDataTable", "app-data-1"] {
            let table = table_called(&fake::stacks(), &stack(), name).await.expect("found");

            assert_eq!(table.physical_name, "app-data-1");
        }
    }

    #[tokio::test]
    async fn an_unknown_table_names_the_nearest() {
        let error = table_called(&fake::stacks(), &stack(), "AppDate").await.expect_err("unknown");

        assert_eq!(error.to_string(), "there is no table `AppDate`");
        assert_eq!(error.hint().as_deref(), Some("did you mean `AppData`?"));
    }

    #[tokio::test]
    async fn other_resources_are_not_listed() {
        let tables = tables_of(&fake::stacks(), &stack()).await.expect("listed");

        assert_eq!(tables.iter().map(|table| table.name.as_str()).collect::<Vec<_>>(), ["AppData"]);
    }

    #[tokio::test]
    async fn a_missing_stack_is_not_deployed() {
        let error = tables_of(&FakeStacks::default(), &stack()).await.expect_err("not deployed");

        assert_eq!(error.code(), "not_deployed");
    }
}
