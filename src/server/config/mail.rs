//! How mail leaves the house, and who may read it as files.

use secrecy::SecretString;

use super::Problem;

/// How the worker delivers.
#[derive(Clone, Debug)]
pub enum MailDelivery {
    /// Over SMTP.
    Smtp(SecretString),
    /// As `.eml` files in the data folder.
    Files(MailFiles),
}

/// Whether the mail files can also be read in the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailFiles {
    /// With the mailbox page: listener and public URL are loopback, so only this machine's people see it.
    WithMailboxPage,
    /// Without it.
    Plain,
}

/// Decides the delivery. Without any setting, files are for loopback alone: elsewhere invitations would silently go nowhere.
pub fn delivery(smtp_url: Option<SecretString>, mode: Option<&str>, local: bool) -> Result<MailDelivery, Problem> {
    match (smtp_url, mode) {
        (Some(_), Some("file")) => Err(Problem::new(
            "EINLASS_MAIL",
            "says file although EINLASS_SMTP_URL names a mail server; set one of them",
        )),
        (Some(url), None | Some("smtp")) => Ok(MailDelivery::Smtp(url)),
        (None, Some("file")) => Ok(MailDelivery::Files(MailFiles::Plain)),
        (None, None) if local => Ok(MailDelivery::Files(MailFiles::WithMailboxPage)),
        (None, None | Some("smtp")) => Err(Problem::new(
            "EINLASS_SMTP_URL",
            "is missing: invitations could not be sent. Name a mail server, or set EINLASS_MAIL=file to collect mail as files",
        )),
        (_, Some(_)) => Err(Problem::new("EINLASS_MAIL", "must be smtp or file")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(smtp: bool, mode: Option<&str>, local: bool) -> &'static str {
        match delivery(smtp.then(|| SecretString::from("smtp://localhost")), mode, local) {
            Ok(MailDelivery::Smtp(_)) => "smtp",
            Ok(MailDelivery::Files(MailFiles::WithMailboxPage)) => "files and page",
            Ok(MailDelivery::Files(MailFiles::Plain)) => "files",
            Err(_) => "refused",
        }
    }

    #[test]
    fn files_need_loopback_or_an_explicit_word_and_the_page_needs_loopback() {
        assert_eq!(outcome(true, None, false), "smtp");
        assert_eq!(outcome(true, Some("smtp"), true), "smtp");
        assert_eq!(outcome(false, None, true), "files and page");
        assert_eq!(outcome(false, Some("file"), false), "files");
        assert_eq!(outcome(false, Some("file"), true), "files");
        assert_eq!(outcome(false, None, false), "refused");
        assert_eq!(outcome(false, Some("smtp"), true), "refused");
        assert_eq!(outcome(true, Some("file"), true), "refused");
        assert_eq!(outcome(false, Some("pigeon"), true), "refused");
    }
}
