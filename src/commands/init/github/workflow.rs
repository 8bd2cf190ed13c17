//! The workflow: build, preview, comment, deploy.

use serde_json::json;

use super::pipeline::{Install, Pipeline};

const TEXT: &str = include_str!("workflow.yml");

const BUILD_SRVLS: &str = r#"      - name: Build srvls from this repository
        run: cargo install --path . --locked --root "$RUNNER_TEMP""#;

const INSTALL_SRVLS: &str = r#"      - name: Install srvls, if @FROM@ built it
        env:
          GH_TOKEN: ${{ github.token }}
        run: |
          archive=srvls-x86_64-unknown-linux-musl.tar.gz
          gh release download "v@VERSION@" --repo @FROM@ --pattern "$archive" --dir "$RUNNER_TEMP"
          gh attestation verify "$RUNNER_TEMP/$archive" --repo @FROM@ --signer-workflow @FROM@/.github/workflows/release.yml
          mkdir "$RUNNER_TEMP/bin"
          tar --extract --gzip --file "$RUNNER_TEMP/$archive" --directory "$RUNNER_TEMP/bin" srvls"#;

pub(super) fn text(pipeline: &Pipeline) -> String {
    let install = match &pipeline.install {
        Install::Source => BUILD_SRVLS.to_owned(),
        Install::Release(from) => {
            INSTALL_SRVLS.replace("@FROM@", &from.to_string()).replace("@VERSION@", env!("CARGO_PKG_VERSION"))
        }
    };
    let below = !pipeline.folder.is_empty();
    let defaults = format!("\ndefaults:\n  run:\n    working-directory: {}\n", json!(pipeline.folder));
    let confirm = format!(" --confirm {}", pipeline.stage);
    let values = [
        ("@INSTALL@", install.as_str()),
        ("@DEFAULTS@", if below { &defaults } else { "" }),
        // The job of the comment checks out nothing, so it has no such folder.
        ("@NO_DEFAULTS@", if below { "    defaults:\n      run:\n        working-directory: .\n" } else { "" }),
        ("@CONFIRM@", if pipeline.protected { &confirm } else { "" }),
        ("@RUST@", env!("CARGO_PKG_RUST_VERSION")),
        ("@STAGE@", &pipeline.stage),
        ("@BRANCH@", &pipeline.branch),
        ("@REGION@", &pipeline.region),
        ("@ACCOUNT@", &pipeline.account),
    ];
    values.iter().fold(TEXT.to_owned(), |text, (place, value)| text.replace(place, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_to_fill_in() {
        let place = regex::Regex::new("@[A-Z_]+@").expect("a pattern");
        let release = Install::Release("acme/srvls".parse().expect("a repository"));
        for install in [Install::Source, release] {
            let text = text(&Pipeline { install, ..Pipeline::of_test() });

            assert_eq!(place.find(&text).map(|place| place.as_str()), None);
        }
    }

    #[test]
    fn a_protected_stage_is_confirmed_by_its_approval() {
        let text = text(&Pipeline { protected: true, ..Pipeline::of_test() });

        assert!(text.contains("--yes --confirm dev --output json"), "{text}");
        assert!(text.contains("rollback --yes --confirm dev\n"), "{text}");
    }

    #[test]
    fn a_project_in_a_folder_runs_there() {
        let text = text(&Pipeline { folder: "back end".into(), ..Pipeline::of_test() });

        assert!(text.contains("\ndefaults:\n  run:\n    working-directory: \"back end\"\n"), "{text}");
    }
}
