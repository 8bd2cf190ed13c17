//! User pools: token lifetimes, sign-in flows, and what replies reveal about accounts.

use super::{
    check::{Check, Faults},
    subject::{Subject, always, is_true, list, options},
};

pub(super) const CHECKS: &[Check] = &[
    Check::warning("SRV401", "token-validity-without-unit", validity_without_unit),
    Check::error("SRV402", "mixed-sign-in-flows", mixed_flows),
    Check::error("SRV403", "protection-above-the-plan", protection_above_the_plan),
    Check::warning("SRV404", "tells-who-exists", reveals_accounts),
    Check::warning("SRV405", "no-second-factor", no_second_factor),
    Check::warning("SRV406", "writable-attributes", writable_attributes),
    Check::warning("SRV407", "mails-that-stop", mails_that_stop),
    Check::warning("SRV408", "client-without-secret", clients_without_secret),
    Check::warning("SRV409", "refresh-tokens-without-rotation", refresh_tokens_without_rotation),
];

/// Without a unit, Cognito reads an access token's 15 as hours and a refresh token's 30 as days.
///
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_TokenValidityUnitsType.html>
fn validity_without_unit(subject: &Subject<'_>, faults: &mut Faults) {
    for client in subject.of_kind("AWS::Cognito::UserPoolClient") {
        for token in ["AccessToken", "IdToken", "RefreshToken"] {
            let validity = format!("{token}Validity");
            if client.properties.get(&validity).is_some()
                && client.properties["TokenValidityUnits"].get(token).is_none()
            {
                faults.add(
                    client.at(&format!("/{validity}")),
                    format!(
                        "{validity} has no unit: Cognito assumes hours for access and ID tokens, days for refresh tokens"
                    ),
                    format!("add `{token}` to TokenValidityUnits"),
                );
            }
        }
    }
}

fn mixed_flows(subject: &Subject<'_>, faults: &mut Faults) {
    for client in subject.of_kind("AWS::Cognito::UserPoolClient") {
        let flows = list(&client.properties["ExplicitAuthFlows"]);
        let (new, legacy): (Vec<&str>, Vec<&str>) =
            flows.into_iter().filter_map(|flow| flow.as_str()).partition(|flow| flow.starts_with("ALLOW_"));
        if let (false, Some(legacy)) = (new.is_empty(), legacy.first()) {
            faults.add(
                client.at("/ExplicitAuthFlows"),
                format!("`{legacy}` is a legacy flow, which Cognito rejects next to ALLOW_ flows"),
                "use only ALLOW_ flows",
            );
        }
    }
}

fn protection_above_the_plan(subject: &Subject<'_>, faults: &mut Faults) {
    for pool in subject.of_kind("AWS::Cognito::UserPool") {
        let tier = subject.text(&pool.properties["UserPoolTier"]).unwrap_or_else(|| "ESSENTIALS".into());
        let mode = &pool.properties["UserPoolAddOns"]["AdvancedSecurityMode"];
        if tier != "PLUS"
            && !mode.is_null()
            && always(mode, |mode| *mode != "OFF")
            && pool.properties["UserPoolAddOns"].get("Fn::If").is_none()
        {
            faults.add(
                pool.at("/UserPoolAddOns"),
                format!("threat protection requires the PLUS plan, but this pool has {tier}"),
                "set UserPoolTier to PLUS, or turn threat protection off on other plans with `!If`",
            );
        }
    }
}

fn reveals_accounts(subject: &Subject<'_>, faults: &mut Faults) {
    for client in subject.of_kind("AWS::Cognito::UserPoolClient") {
        if !always(&client.properties["PreventUserExistenceErrors"], |value| *value == "ENABLED") {
            faults.add(
                client.at("/PreventUserExistenceErrors"),
                "sign-in and password reset reveal whether an e-mail address has an account",
                "set PreventUserExistenceErrors to ENABLED",
            );
        }
    }
}

fn no_second_factor(subject: &Subject<'_>, faults: &mut Faults) {
    for pool in subject.of_kind("AWS::Cognito::UserPool") {
        let mode = &pool.properties["MfaConfiguration"];
        if mode.is_null() || options(mode).into_iter().any(|mode| *mode == "OFF") {
            faults.add(
                pool.at("/MfaConfiguration"),
                "users cannot turn on multi-factor authentication",
                "set MfaConfiguration to OPTIONAL or ON",
            );
        }
    }
}

/// Without a list, a caller with a token of their own may change every attribute, around the handlers.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html>
fn writable_attributes(subject: &Subject<'_>, faults: &mut Faults) {
    for client in subject.of_kind("AWS::Cognito::UserPoolClient") {
        if list(&client.properties["WriteAttributes"]).is_empty() {
            faults.add(
                client.at("/WriteAttributes"),
                "users may change every attribute of theirs that is not read-only",
                "set WriteAttributes to those that sign-up sets",
            );
        }
    }
}

/// <https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html>
fn mails_that_stop(subject: &Subject<'_>, faults: &mut Faults) {
    for pool in subject.of_kind("AWS::Cognito::UserPool") {
        let settings = options(&pool.properties["EmailConfiguration"]);
        let own = settings.iter().any(|one| one["EmailSendingAccount"] == "DEVELOPER" && !one["SourceArn"].is_null());
        let mails = list(&pool.properties["AutoVerifiedAttributes"]).into_iter().any(|attribute| *attribute == "email");
        if mails && !own {
            faults.add(
                pool.at("/EmailConfiguration"),
                "Cognito's own sender stops at 50 mails a day for the whole account, and no parameter can replace it",
                "add EmailSendingAccount DEVELOPER with a SourceArn, behind a condition",
            );
        }
    }
}

/// The id of the client is in every token.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html>
fn clients_without_secret(subject: &Subject<'_>, faults: &mut Faults) {
    for client in subject.of_kind("AWS::Cognito::UserPoolClient") {
        if !always(&client.properties["GenerateSecret"], is_true) {
            faults.add(
                client.at("/GenerateSecret"),
                "anyone with a token can call SignUp, InitiateAuth and ForgotPassword directly, without the handlers",
                "set GenerateSecret to true",
            );
        }
    }
}

/// <https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html>
fn refresh_tokens_without_rotation(subject: &Subject<'_>, faults: &mut Faults) {
    for client in subject.of_kind("AWS::Cognito::UserPoolClient") {
        let settings = options(&client.properties["RefreshTokenRotation"]);
        let flows = list(&client.properties["ExplicitAuthFlows"]);
        let signs_in = flows.into_iter().filter_map(|flow| flow.as_str()).any(|flow| flow.contains("PASSWORD"));
        if signs_in && !settings.iter().any(|one| one["Feature"] == "ENABLED") {
            faults.add(
                client.at("/RefreshTokenRotation"),
                "a stolen refresh token stays valid until it expires, however often its owner refreshes",
                "set the Feature of RefreshTokenRotation to ENABLED, and refresh with GetTokensFromRefreshToken",
            );
        }
    }
}
