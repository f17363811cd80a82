//! The suite both engines must pass: each case runs on SQLite, and on PostgreSQL when
//! `IBID_TEST_POSTGRES` names a server on which databases may be created.
//!
//! Here: the list of cases, and the test that they run every statement of the crate. The cases stand
//! in files by feature; `place.rs` makes the fresh ledgers they run in.

mod accounts;
mod archives;
mod arrivals;
mod copies;
mod dated;
mod journal;
mod lists;
mod origin;
mod people;
mod petitions;
mod place;
mod places;
mod profiles;
mod shelf;
mod spans;
mod trouble;
mod usage;
mod versions;
mod works;

macro_rules! on_both_engines {
    ($($file:ident::$case:ident,)+) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $case() {
                super::$file::$case(&super::place::Place::sqlite()).await;
            })+
        }

        mod postgres {
            $(#[tokio::test]
            async fn $case() {
                if let Some(place) = super::place::Place::postgres().await {
                    super::$file::$case(&place).await;
                    place.remove().await;
                }
            })+
        }

        /// Invariant 9: a statement made at run time is only as good as the suite that runs it.
        #[cfg(debug_assertions)]
        #[tokio::test]
        async fn every_statement_is_run() {
            $($file::$case(&place::Place::sqlite()).await;)+
            let ran = ibid_store::statements::ran();
            let all = ibid_store::statements::all().into_iter();
            let missed: Vec<_> = all.filter(|(_, _, text)| !ran.contains(text)).collect();
            assert!(missed.is_empty(), "not run by the suite: {missed:#?}");
        }
    };
}

on_both_engines! {
    accounts::an_address_has_one_account,
    accounts::roles_are_granted_once,
    accounts::sessions_are_found_by_their_digest,
    accounts::links_are_spent_once,
    accounts::deeds_are_paged_by_who_and_whom,
    accounts::letters_are_taken_by_one,
    accounts::passkeys_are_one_accounts,
    accounts::an_id_is_one_accounts,
    accounts::an_erased_account_leaves_its_number,
    archives::files_are_remembered,
    archives::problems_are_replaced_and_paged,
    archives::harvests_are_noted,
    archives::a_file_that_is_gone_comes_back_under_its_id,
    arrivals::days_are_paged_without_gaps,
    arrivals::counts_of_days_equal_a_recount,
    arrivals::an_older_ledger_learns_its_days,
    copies::everything_is_copied,
    copies::a_copy_wants_an_empty_ledger,
    dated::works_are_listed_in_the_order_of_their_changes,
    dated::a_list_loses_nothing_that_changes_meanwhile,
    dated::moments_never_go_back,
    dated::an_older_ledger_lists_its_changes,
    journal::numbers_are_gapless_and_in_order_of_commits,
    journal::readers_follow_without_losing_a_change,
    journal::a_commit_wakes,
    journal::cursors_are_kept,
    lists::tallies_equal_a_recount,
    lists::the_newest_come_first,
    lists::records_of_a_kind_are_paged_by_key,
    lists::nearest_handles_are_near,
    origin::a_ledger_knows_whose_copy_it_is,
    origin::what_was_read_from_no_file_is_told,
    people::answers_are_kept_and_settle_doubts,
    people::a_dispute_is_decided_once,
    people::nobody_is_told_twice,
    people::people_are_found_by_what_they_say,
    people::what_is_awaited_comes,
    people::works_name_people_and_people_works,
    people::doubts_are_replaced,
    places::records_are_gone_through_place_by_place,
    petitions::petitions_are_decided_once,
    profiles::profiles_are_kept,
    profiles::short_ids_are_given_once,
    profiles::an_older_ledger_learns_its_short_ids,
    profiles::former_texts_are_blanked,
    shelf::series_are_paged_by_year,
    shelf::series_are_paged_by_number,
    shelf::years_and_volumes_are_counted,
    shelf::an_older_ledger_learns_its_numbers,
    spans::spans_say_when_they_changed,
    trouble::a_dropped_transaction_leaves_nothing,
    trouble::two_ledgers_on_one_place_take_turns,
    trouble::opening_at_once_makes_one_ledger,
    trouble::a_newer_ledger_is_refused,
    trouble::hostile_values_are_kept,
    trouble::a_cancelled_transaction_frees_the_writer,
    trouble::damage_is_told,
    usage::uses_add_up,
    versions::marks_are_filed_and_found,
    versions::versions_are_shown_of_live_records,
    works::a_record_is_found_by_handle_and_key,
    works::heads_answer_in_order,
    works::the_newest_of_many_are_chosen,
    works::versions_are_kept,
    works::withdrawn_records_stay_and_come_back,
    works::repeats_name_both_sources,
    works::orphans_wait_for_their_judgement,
    works::unknown_records_are_not_found,
}
