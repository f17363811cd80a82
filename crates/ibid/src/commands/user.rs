//! `ibid user`: accounts from the command line. The first administrator is made here.
//!
//! Whoever runs the installation may do everything; what they do is in the trail as the operator's. No
//! page is needed for any of it. Not here: what people do with their own accounts.

use anyhow::{Context, Result, bail};
use ibid_app::accounts::Accounts;
use ibid_core::date::moment;
use ibid_core::policy::{Powers, Role};
use ibid_store::{Account, AccountState, Granted};
use serde_json::{Value, json};

use crate::Answer;
use crate::cli::UserDeed;
use crate::output::Output;
use crate::wire::now;

/// Accounts read at a time.
const PAGE: usize = 500;

pub(crate) async fn run(accounts: &Accounts, deed: UserDeed, out: &mut Output) -> Result<Answer> {
    let operator = Powers::operator();
    match deed {
        UserDeed::Add { email, lang, roles } => {
            let roles = roles.iter().map(|it| role(it)).collect::<Result<Vec<_>>>()?;
            let id = accounts.add(&email, &lang, now()).await.with_context(|| email.clone())?;
            for role in roles {
                accounts.grant(&operator, id, &role, "", now()).await?;
            }
            show(accounts, id, out).await
        }
        UserDeed::List => list(accounts, out).await,
        UserDeed::Show { email } => show(accounts, of(accounts, &email).await?.id, out).await,
        UserDeed::Grant { email, role: text, why } => {
            let (account, role) = (of(accounts, &email).await?, role(&text)?);
            let new = accounts.grant(&operator, account.id, &role, &why, now()).await?;
            done(new, &format!("{email} is {role} already"), accounts, account.id, out).await
        }
        UserDeed::Revoke { email, role: text, why } => {
            let (account, role) = (of(accounts, &email).await?, role(&text)?);
            let had = accounts.revoke(&operator, account.id, &role, &why, now()).await?;
            done(had, &format!("{email} is not {role}"), accounts, account.id, out).await
        }
        UserDeed::Lock { email, why } => {
            let account = of(accounts, &email).await?;
            accounts.lock(&operator, account.id, &why, now()).await.with_context(|| email.clone())?;
            show(accounts, account.id, out).await
        }
        UserDeed::Unlock { email, why } => {
            let account = of(accounts, &email).await?;
            accounts.unlock(&operator, account.id, &why, now()).await.with_context(|| email.clone())?;
            show(accounts, account.id, out).await
        }
        UserDeed::Link { email } => {
            let link = accounts.link_for(&email, now()).await.with_context(|| email.clone())?;
            match out.is_json() {
                true => out.json(&json!({ "email": email, "link": link }))?,
                false => out.line(&link)?,
            }
            Ok(Answer::Yes)
        }
        UserDeed::Erase { email } => {
            let account = of(accounts, &email).await?;
            accounts.erase(account.id, 0, now()).await.with_context(|| email.clone())?;
            out.line(&format!("account {} is erased, with its profile", account.id))?;
            Ok(Answer::Yes)
        }
        UserDeed::Bounced { emails } => bounced(accounts, &emails, out).await,
    }
}

async fn of(accounts: &Accounts, email: &str) -> Result<Account> {
    accounts.reader().account_of(email).await?.with_context(|| format!("{email}: no such account"))
}

fn role(text: &str) -> Result<Role> {
    Role::parse(text).with_context(|| {
        format!("{text:?} is no role: administrator, curator, organiser, maintainer:ARCHIVE, editor:REPORT")
    })
}

/// Shows the account; the answer is no when there was nothing to do.
async fn done(new: bool, otherwise: &str, accounts: &Accounts, id: i64, out: &mut Output) -> Result<Answer> {
    show(accounts, id, out).await?;
    if !new {
        out.line(otherwise)?;
    }
    Ok(if new { Answer::Yes } else { Answer::No })
}

async fn list(accounts: &Accounts, out: &mut Output) -> Result<Answer> {
    let (reader, mut after) = (accounts.reader(), 0);
    let all_roles = reader.all_roles().await?;
    loop {
        let page = reader.accounts(after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(Answer::Yes) };
        after = last.id;
        for account in &page {
            let roles: Vec<_> = all_roles.iter().filter(|it| it.account == account.id).collect();
            tell(account, &roles, out)?;
        }
    }
}

async fn show(accounts: &Accounts, id: i64, out: &mut Output) -> Result<Answer> {
    let reader = accounts.reader();
    let Some(account) = reader.account(id).await? else { bail!("{id}: no such account") };
    let roles = reader.roles(id).await?;
    tell(&account, &roles.iter().collect::<Vec<_>>(), out)?;
    Ok(Answer::Yes)
}

fn tell(account: &Account, roles: &[&Granted], out: &mut Output) -> Result<()> {
    let state = match account.state {
        AccountState::Open => "open",
        AccountState::Locked => "locked",
        AccountState::Leaving => "leaving",
        AccountState::Erased => "erased",
    };
    let named = |it: &&Granted| match it.target.as_str() {
        "" => it.role.clone(),
        target => format!("{}:{target}", it.role),
    };
    let roles: Vec<String> = roles.iter().map(named).collect();
    if out.is_json() {
        let profile = if account.person.is_empty() { Value::Null } else { account.person.as_str().into() };
        out.json(&json!({
            "account": account.id, "email": account.email, "state": state, "roles": roles, "profile": profile,
            "language": account.lang, "since": moment(account.since), "seen": moment(account.seen),
            "bounces": account.bounces,
        }))?;
        return Ok(());
    }
    let said = if roles.is_empty() { "reader".to_owned() } else { roles.join(" ") };
    let profile = if account.person.is_empty() { String::new() } else { format!(" {}", account.person) };
    out.line(&format!("{} {} {state} {said}{profile}", account.id, account.email))?;
    Ok(())
}

/// Notes that letters came back; the answer is no when some address is nobody's.
async fn bounced(accounts: &Accounts, emails: &[String], out: &mut Output) -> Result<Answer> {
    let mut answer = Answer::Yes;
    for email in emails {
        match accounts.bounced(email, now()).await? {
            true => show(accounts, of(accounts, email).await?.id, out).await.map(drop)?,
            false => {
                out.line(&format!("{email}: no such account"))?;
                answer = Answer::No;
            }
        }
    }
    Ok(answer)
}
