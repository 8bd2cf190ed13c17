//! The variables and files of the AWS CLI mean the same here, and one that is set but empty means nothing.

use std::{fs, process::Command};

use libtest_mimic::Trial;

use crate::support::{
    faulty,
    scripted::Scenario,
    shop::Shop,
    srvls::{Run, run, srvls},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        a_variable_that_is_empty_is_not_set,
        a_key_with_a_line_break_is_refused,
        a_profile_that_does_not_exist_is_named_with_those_that_do,
        the_endpoint_of_a_service_wins_over_the_general_one,
        configured_endpoints_can_be_ignored,
        this_machine_is_reached_past_the_proxy,
        a_bundle_without_certificates_is_refused,
        what_is_no_region_and_no_endpoint_is_a_usage_error
    ]
}

/// What srvls, clap, the AWS SDK or the terminal reads.
const VARIABLES: [&str; 38] = [
    "ALL_PROXY",
    "AWS_ACCESS_KEY_ID",
    "AWS_CA_BUNDLE",
    "AWS_CONFIG_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_DEFAULT_REGION",
    "AWS_EC2_METADATA_DISABLED",
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT_URL_CLOUDFORMATION",
    "AWS_ENDPOINT_URL_STS",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_MAX_ATTEMPTS",
    "AWS_PROFILE",
    "AWS_REGION",
    "AWS_REQUEST_CHECKSUM_CALCULATION",
    "AWS_RESPONSE_CHECKSUM_VALIDATION",
    "AWS_RETRY_MODE",
    "AWS_ROLE_ARN",
    "AWS_SDK_UA_APP_ID",
    "AWS_SESSION_TOKEN",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "CLICOLOR_FORCE",
    "GITHUB_ACTIONS",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NO_COLOR",
    "NO_PROXY",
    "SRVLS_CONFIG",
    "SRVLS_OUTPUT",
    "SRVLS_READ_ONLY",
    "SRVLS_REASON",
    "SRVLS_STAGE",
    "SSL_CERT_FILE",
    "http_proxy",
];

/// A read of the scripted AWS, of which the caller sets the endpoint.
fn outputs(shop: &Shop) -> Command {
    let nowhere = shop.folder.path().join("none");
    let mut command = srvls(shop.folder.path());
    command.arg("outputs").env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
    command.env("AWS_CONFIG_FILE", &nowhere).env("AWS_SHARED_CREDENTIALS_FILE", &nowhere);
    command
}

/// The scripted AWS answered: there is no stack.
#[track_caller]
fn assert_reached(run: &Run, what: &str) {
    assert_eq!(run.code, 5, "{what}: {}", run.stderr);
    assert!(run.stderr.starts_with("error: stack `shop-dev` is not deployed"), "{what}: {}", run.stderr);
}

fn a_variable_that_is_empty_is_not_set() {
    let shop = Shop::new(Scenario::default());
    let credentials = shop.folder.path().join("credentials");
    fs::write(&credentials, "[default]\naws_access_key_id = a\naws_secret_access_key = b\n").unwrap();

    for name in VARIABLES {
        let mut command = outputs(&shop);
        command.args(["--endpoint-url", &shop.endpoint.url]);
        command.env_remove("AWS_ACCESS_KEY_ID").env("AWS_SHARED_CREDENTIALS_FILE", &credentials);
        if name == "AWS_SHARED_CREDENTIALS_FILE" {
            command.env("AWS_ACCESS_KEY_ID", "test");
        }

        assert_reached(&run(command.env(name, "")), name);
    }
    let all = VARIABLES.into_iter().filter(|name| *name != "AWS_SHARED_CREDENTIALS_FILE");
    let mut command = outputs(&shop);
    command.args(["--endpoint-url", &shop.endpoint.url]).env("AWS_SHARED_CREDENTIALS_FILE", &credentials);
    assert_reached(&run(command.envs(all.map(|name| (name, "")))), "all of them");
}

fn a_key_with_a_line_break_is_refused() {
    let shop = Shop::new(Scenario::default());

    for key in ["test\n", "test\r", "te\nst"] {
        let run = run(outputs(&shop).args(["--endpoint-url", &shop.endpoint.url]).env("AWS_ACCESS_KEY_ID", key));

        assert_eq!(run.code, 4, "{key:?}: {}", run.stderr);
        assert!(run.stderr.contains("caused by: the access key has a line break"), "{key:?}: {}", run.stderr);
    }
}

fn a_profile_that_does_not_exist_is_named_with_those_that_do() {
    let shop = Shop::new(Scenario::default());
    let config = shop.folder.path().join("aws-config");
    fs::write(&config, "[default]\n[profile acme-dev]\n[profile acme-prod]\n").unwrap();
    let with = |name: &str, value: &str, flags: &[&str]| {
        run(outputs(&shop)
            .args(["--endpoint-url", &shop.endpoint.url])
            .args(flags)
            .env("AWS_CONFIG_FILE", &config)
            .env(name, value))
    };

    let by_variable = with("AWS_PROFILE", "ghost", &[]);
    let by_flag = with("AWS_PAGER", "", &["--profile", "acme-de"]);

    assert_eq!(by_variable.code, 4, "{}", by_variable.stderr);
    let known = "there is no profile `ghost`; these exist: acme-dev, acme-prod, default";
    assert!(by_variable.stderr.contains(known), "{}", by_variable.stderr);
    assert!(by_flag.stderr.contains("there is no profile `acme-de`; did you mean `acme-dev`?"), "{}", by_flag.stderr);
    assert_reached(&with("AWS_PROFILE", "acme-dev", &[]), "a profile without keys, beside keys in the environment");
}

fn the_endpoint_of_a_service_wins_over_the_general_one() {
    let shop = Shop::new(Scenario::default());
    let config = shop.folder.path().join("aws-config");
    let services = format!(
        "[default]\nservices = here\n[services here]\ncloudformation =\n  endpoint_url = {}\n",
        shop.endpoint.url
    );
    fs::write(&config, services).unwrap();
    let nobody = faulty::nobody();

    let by_variable =
        run(outputs(&shop).env("AWS_ENDPOINT_URL", &nobody).env("AWS_ENDPOINT_URL_CLOUDFORMATION", &shop.endpoint.url));
    let by_file = run(outputs(&shop).env("AWS_CONFIG_FILE", &config));
    let by_flag = run(outputs(&shop)
        .args(["--endpoint-url", &shop.endpoint.url])
        .env("AWS_ENDPOINT_URL_CLOUDFORMATION", &nobody));

    assert_reached(&by_variable, "the variable of the service");
    assert_reached(&by_file, "the section of the service");
    assert_reached(&by_flag, "the flag is above both");
}

/// On a stage with an emulator, the variable would say that the caller runs it.
fn configured_endpoints_can_be_ignored() {
    let folder = tempfile::tempdir().unwrap();
    let config = "app = 'shop'\ndefault_stage = 'local'\n[stages.local]\nemulator = true\n";
    fs::write(folder.path().join("srvls.toml"), config).unwrap();
    let shop = Shop::new(Scenario::default());
    let read = |ignore: &str| {
        run(srvls(folder.path())
            .arg("outputs")
            .env("SRVLS_LOCAL_PORT", faulty::nobody().rsplit(':').next().unwrap())
            .env("AWS_ENDPOINT_URL", &shop.endpoint.url)
            .env("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", ignore))
    };

    let (heeded, ignored) = (read("false"), read("true"));

    assert_eq!((heeded.code, ignored.code), (5, 1), "{}{}", heeded.stderr, ignored.stderr);
    assert!(ignored.stderr.starts_with("error: the local emulator isn't running"), "{}", ignored.stderr);
}

fn this_machine_is_reached_past_the_proxy() {
    let shop = Shop::new(Scenario::default());
    let nobody = faulty::nobody();

    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
        let run = run(outputs(&shop).args(["--endpoint-url", &shop.endpoint.url]).env(name, &nobody));

        assert_reached(&run, name);
    }
}

fn a_bundle_without_certificates_is_refused() {
    let shop = Shop::new(Scenario::default());
    let bundle = shop.folder.path().join("bundle.pem");
    fs::write(&bundle, "not a certificate").unwrap();
    let config = shop.folder.path().join("aws-config");
    fs::write(&config, format!("[default]\nca_bundle = {}\n", bundle.display())).unwrap();
    let read = |name: &str, value: &std::path::Path| {
        run(outputs(&shop).args(["--endpoint-url", &shop.endpoint.url]).env(name, value))
    };

    let (by_variable, by_profile) = (read("AWS_CA_BUNDLE", &bundle), read("AWS_CONFIG_FILE", &config));
    let missing = read("AWS_CA_BUNDLE", &shop.folder.path().join("none"));

    assert_eq!((by_variable.code, by_profile.code, missing.code), (2, 2, 2), "{}", by_variable.stderr);
    assert!(by_variable.stderr.contains("it has no certificates in PEM format"), "{}", by_variable.stderr);
    assert!(by_profile.stderr.contains("caused by: ca_bundle is `"), "{}", by_profile.stderr);
    assert!(missing.stderr.contains("No such file"), "{}", missing.stderr);
}

fn what_is_no_region_and_no_endpoint_is_a_usage_error() {
    let shop = Shop::new(Scenario::default());
    let read = |flags: &[&str], name: &str, value: &str| {
        run(outputs(&shop).args(["--endpoint-url", &shop.endpoint.url]).args(flags).env(name, value))
    };

    for run in [
        read(&["--region", "us east"], "X", ""),
        read(&["--region", "nowhere"], "X", ""),
        read(&[], "AWS_REGION", "eu-west"),
        run(outputs(&shop).args(["--endpoint-url", "127.0.0.1:4566"])),
        run(outputs(&shop).env("AWS_ENDPOINT_URL", "http://")),
        run(outputs(&shop).env("AWS_ENDPOINT_URL_CLOUDFORMATION", "nonsense")),
    ] {
        assert_eq!(run.code, 2, "{}", run.stderr);
    }
}
