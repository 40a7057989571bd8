//! The email addresses of accounts. An email address belongs to at most one account.

use std::time::SystemTime;

use rusqlite::{Connection, OptionalExtension, params};

use super::{
    EmailPurpose, EmailValidation, Proof, Store, StoreError, email_validations, timestamp,
};
use crate::homeserver::{localpart::Localpart, tokens::TokenHash};

/// A validated email address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ValidatedEmail {
    pub(crate) address: String,
    /// Milliseconds since 1970.
    pub(crate) validated_at: i64,
}

/// An email address of an account. Times are in milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AccountEmail {
    pub(crate) address: String,
    pub(crate) validated_at: i64,
    pub(crate) added_at: i64,
}

/// The outcome of adding an email address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EmailAddition {
    Added,
    /// Another account has the email address.
    InUse,
    /// The link has not been confirmed.
    Pending,
    /// The validation is unknown or used up.
    Unknown,
}

impl Store {
    /// The account that has the email address.
    pub(crate) async fn account_of_email(
        &self,
        address: &str,
    ) -> Result<Option<Localpart>, StoreError> {
        let address = address.to_owned();
        self.run(move |connection| owner(connection, &address)).await
    }

    /// The email addresses of an account, sorted.
    pub(crate) async fn emails(
        &self,
        localpart: &Localpart,
    ) -> Result<Vec<AccountEmail>, StoreError> {
        let localpart = localpart.clone();
        self.run(move |connection| {
            let mut statement = connection.prepare(
                "SELECT address, validated_at, added_at FROM emails
                 WHERE localpart = ?1 ORDER BY address",
            )?;
            let rows = statement.query_map([localpart.as_str()], |row| {
                Ok(AccountEmail {
                    address: row.get(0)?,
                    validated_at: row.get(1)?,
                    added_at: row.get(2)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// Adds the email address of a validation to an account, and uses the validation up.
    pub(crate) async fn add_email(
        &self,
        localpart: &Localpart,
        proof: Proof,
        sid: &str,
        client_secret: TokenHash,
    ) -> Result<EmailAddition, StoreError> {
        let (localpart, sid) = (localpart.clone(), sid.to_owned());
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            proof.redeem(&transaction)?;
            let (purpose, now) = (EmailPurpose::ThirdPartyId, SystemTime::now());
            let email =
                match email_validations::find(&transaction, purpose, &sid, client_secret, now)? {
                    EmailValidation::Validated(email) => email,
                    EmailValidation::Pending => return Ok(EmailAddition::Pending),
                    EmailValidation::Unknown => return Ok(EmailAddition::Unknown),
                };
            insert(&transaction, &localpart, &email)?;
            if owner(&transaction, &email.address)?.as_ref() != Some(&localpart) {
                return Ok(EmailAddition::InUse);
            }
            transaction.execute("DELETE FROM email_validations WHERE sid = ?1", [sid])?;
            transaction.commit()?;
            Ok(EmailAddition::Added)
        })
        .await
    }

    /// Removes an email address from an account, if the account has it.
    pub(crate) async fn delete_email(
        &self,
        localpart: &Localpart,
        address: &str,
    ) -> Result<(), StoreError> {
        let (localpart, address) = (localpart.clone(), address.to_owned());
        self.run(move |connection| {
            connection.execute(
                "DELETE FROM emails WHERE localpart = ?1 AND address = ?2",
                [localpart.as_str(), &address],
            )?;
            Ok(())
        })
        .await
    }
}

/// Adds an email address, unless an account has it.
pub(super) fn insert(
    connection: &Connection,
    localpart: &Localpart,
    email: &ValidatedEmail,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO emails (address, localpart, validated_at, added_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (address) DO NOTHING",
        params![
            email.address,
            localpart.as_str(),
            email.validated_at,
            timestamp(SystemTime::now())
        ],
    )?;
    Ok(())
}

/// The account that has the email address.
pub(super) fn owner(
    connection: &Connection,
    address: &str,
) -> Result<Option<Localpart>, StoreError> {
    Ok(connection
        .query_row("SELECT localpart FROM emails WHERE address = ?1", [address], |row| {
            Ok(Localpart::from_database(row.get(0)?))
        })
        .optional()?)
}
