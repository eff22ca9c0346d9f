//! From a reason to what happened and what to do, in the words of the identity provider that has to be mended.
//!
//! Every reason has its sentences: the `match` has no other arm.

use crate::model::ScimCause;
use crate::web::text::{Lang, t};

/// Who calls, as far as fixes differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    /// `OneLogin`.
    OneLogin,
    /// Okta.
    Okta,
    /// Microsoft Entra ID.
    Entra,
    /// Anybody else.
    Other,
}

/// Where something is mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Token,
    BaseUrl,
    Mapping,
    Person,
    Retry,
    Nothing,
}

/// What happened, in a few words.
pub fn title(lang: Lang, cause: ScimCause) -> String {
    sentences(lang, cause).0
}

/// What it means and what to do, then where, if anywhere.
pub fn explain(lang: Lang, cause: ScimCause, provider: Provider) -> (String, Option<String>) {
    let (_, fix, place) = sentences(lang, cause);
    (fix, at(lang, place, provider))
}

macro_rules! sentences {
    ($($cause:ident = $title:literal, $fix:literal, $place:ident;)*) => {
        fn sentences(lang: Lang, cause: ScimCause) -> (String, String, Place) {
            match cause {
                $(ScimCause::$cause => (t!(lang, $title), t!(lang, $fix), Place::$place),)*
            }
        }
    };
}

sentences! {
    TokenMissing = "cause-token-missing", "fix-token-missing", Token;
    TokenMalformed = "cause-token-malformed", "fix-token-malformed", Token;
    TokenUnknown = "cause-token-unknown", "fix-token-unknown", Token;
    TokenRevoked = "cause-token-revoked", "fix-token-revoked", Token;
    TokenExpired = "cause-token-expired", "fix-token-expired", Token;
    TokenOfOtherConnection = "cause-token-of-other-connection", "fix-token-of-other-connection", Token;
    TooManyBadTokens = "cause-too-many-bad-tokens", "fix-too-many-bad-tokens", Token;
    TooManyRequests = "cause-too-many-requests", "fix-too-many-requests", Nothing;
    NotPremium = "cause-not-premium", "fix-not-premium", Retry;
    NoAutomaticLicences = "cause-no-automatic-licences", "fix-no-automatic-licences", Retry;
    Paused = "cause-paused", "fix-paused", Retry;
    NoEndpoint = "cause-no-endpoint", "fix-no-endpoint", BaseUrl;
    BadMethod = "cause-bad-method", "fix-bad-method", BaseUrl;
    NotThere = "cause-not-there", "fix-not-there", Retry;
    DiscoveryFiltered = "cause-discovery-filtered", "fix-discovery-filtered", Nothing;
    MeUnsupported = "cause-me-unsupported", "fix-me-unsupported", Nothing;
    TooLarge = "cause-too-large", "fix-too-large", Nothing;
    MediaType = "cause-media-type", "fix-media-type", Mapping;
    NotAcceptable = "cause-not-acceptable", "fix-not-acceptable", Mapping;
    InvalidSyntax = "cause-invalid-syntax", "fix-invalid-syntax", Mapping;
    ChangedMeanwhile = "cause-changed-meanwhile", "fix-changed-meanwhile", Retry;
    EmailMissing = "cause-email-missing", "fix-email-missing", Mapping;
    EmailInvalid = "cause-email-invalid", "fix-email-invalid", Mapping;
    AttributeMissing = "cause-attribute-missing", "fix-attribute-missing", Mapping;
    ValueInvalid = "cause-value-invalid", "fix-value-invalid", Mapping;
    MemberUnknown = "cause-member-unknown", "fix-member-unknown", Person;
    GroupNested = "cause-group-nested", "fix-group-nested", Person;
    FilterInvalid = "cause-filter-invalid", "fix-filter-invalid", Mapping;
    FilterTooExpensive = "cause-filter-too-expensive", "fix-filter-too-expensive", Mapping;
    CursorInvalid = "cause-cursor-invalid", "fix-cursor-invalid", Retry;
    CursorExpired = "cause-cursor-expired", "fix-cursor-expired", Retry;
    CountInvalid = "cause-count-invalid", "fix-count-invalid", Mapping;
    PathInvalid = "cause-path-invalid", "fix-path-invalid", Mapping;
    NoTarget = "cause-no-target", "fix-no-target", Mapping;
    Immutable = "cause-immutable", "fix-immutable", Mapping;
    LastAdministrator = "cause-last-administrator", "fix-last-administrator", Retry;
    AlreadyManaged = "cause-already-managed", "fix-already-managed", Person;
    AnotherExternalId = "cause-another-external-id", "fix-another-external-id", Person;
    ManagedElsewhere = "cause-managed-elsewhere", "fix-managed-elsewhere", Person;
    LinkAnotherAddress = "cause-link-another-address", "fix-link-another-address", Person;
    LinkNotConfirmed = "cause-link-not-confirmed", "fix-link-not-confirmed", Retry;
    LinkNotActive = "cause-link-not-active", "fix-link-not-active", Retry;
    LinkPrivileged = "cause-link-privileged", "fix-link-privileged", Retry;
    LinkAsked = "cause-link-asked", "fix-link-asked", Retry;
    LinkDeclined = "cause-link-declined", "fix-link-declined", Person;
    ExternalIdTaken = "cause-external-id-taken", "fix-external-id-taken", Person;
    ValueTaken = "cause-value-taken", "fix-value-taken", Person;
    GroupTaken = "cause-group-taken", "fix-group-taken", Retry;
    BulkReference = "cause-bulk-reference", "fix-bulk-reference", Retry;
    Failed = "cause-failed", "fix-failed", Retry;
    Unavailable = "cause-unavailable", "fix-unavailable", Nothing;
}

fn at(lang: Lang, place: Place, provider: Provider) -> Option<String> {
    let sentence = match (place, provider) {
        (Place::Nothing, _) => return None,
        (Place::Token, Provider::OneLogin) => t!(lang, "where-token-onelogin"),
        (Place::Token, Provider::Okta) => t!(lang, "where-token-okta"),
        (Place::Token, Provider::Entra) => t!(lang, "where-token-entra"),
        (Place::Token, Provider::Other) => t!(lang, "where-token-other"),
        (Place::BaseUrl, Provider::OneLogin) => t!(lang, "where-base-onelogin"),
        (Place::BaseUrl, Provider::Okta) => t!(lang, "where-base-okta"),
        (Place::BaseUrl, Provider::Entra) => t!(lang, "where-base-entra"),
        (Place::BaseUrl, Provider::Other) => t!(lang, "where-base-other"),
        (Place::Mapping, Provider::OneLogin) => t!(lang, "where-mapping-onelogin"),
        (Place::Mapping, Provider::Okta) => t!(lang, "where-mapping-okta"),
        (Place::Mapping, Provider::Entra) => t!(lang, "where-mapping-entra"),
        (Place::Mapping, Provider::Other) => t!(lang, "where-mapping-other"),
        (Place::Person, Provider::OneLogin) => t!(lang, "where-person-onelogin"),
        (Place::Person, Provider::Okta) => t!(lang, "where-person-okta"),
        (Place::Person, Provider::Entra) => t!(lang, "where-person-entra"),
        (Place::Person, Provider::Other) => t!(lang, "where-person-other"),
        (Place::Retry, Provider::OneLogin) => t!(lang, "where-retry-onelogin"),
        (Place::Retry, Provider::Okta) => t!(lang, "where-retry-okta"),
        (Place::Retry, Provider::Entra) => t!(lang, "where-retry-entra"),
        (Place::Retry, Provider::Other) => t!(lang, "where-retry-other"),
    };
    Some(sentence)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_reason_is_explained_in_both_languages_by_sentences_of_its_own() {
        for lang in Lang::ALL {
            let mut fixes = BTreeSet::new();
            for cause in ScimCause::ALL.iter().copied() {
                let (title, (fix, _)) = (title(lang, cause), explain(lang, cause, Provider::Other));
                assert!(title.chars().count() <= 50 && !title.ends_with('.'), "{title}");
                assert!(fix.ends_with('.') && fix.contains(' '), "{fix}");
                assert!(fixes.insert(fix.clone()), "{fix} explains two reasons");
            }
        }
        assert_ne!(title(Lang::De, ScimCause::EmailMissing), title(Lang::En, ScimCause::EmailMissing));
    }

    #[test]
    fn a_fix_speaks_of_the_provider_that_called() {
        for (provider, name) in [(Provider::OneLogin, "OneLogin"), (Provider::Okta, "Okta"), (Provider::Entra, "Entra")]
        {
            let (_, place) = explain(Lang::De, ScimCause::EmailMissing, provider);
            assert!(place.is_some_and(|place| place.contains(name)), "{name}");
        }
    }
}
