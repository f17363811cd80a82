//! What the interface says, by the page that says it. Each language is a file beside, and the compiler
//! asks every one of them for every message; a test looks for those left in English.
//!
//! Texts may hold places such as `{name}` (see `phrase::fill`); a translation has to have the same.

mod en;
mod ja;
mod ko;
mod ru;
mod zh;

use super::Lang;
use super::phrase::{Plural, Text};

pub(super) fn of(lang: Lang) -> &'static Messages {
    match lang {
        Lang::En => &en::MESSAGES,
        Lang::Ko => &ko::MESSAGES,
        Lang::Ja => &ja::MESSAGES,
        Lang::Ru => &ru::MESSAGES,
        Lang::Zh => &zh::MESSAGES,
    }
}

/// Declares the sections, each a struct, and what holds one of each for every language.
macro_rules! sections {
    ($($(#[$about:meta])* $section:ident: $name:ident { $($(#[$note:meta])* $field:ident: $kind:ty,)* })*) => {
        $($(#[$about])* pub(crate) struct $name { $($(#[$note])* pub(crate) $field: $kind,)* })*

        /// Everything said in one language.
        pub(crate) struct Messages {
            pub(crate) lang: Lang,
            $($(#[$about])* pub(crate) $section: $name,)*
        }

        #[cfg(test)]
        impl Messages {
            /// Every message by name, with all its forms.
            fn all(&self) -> Vec<(&'static str, Vec<Text>)> {
                vec![$($((concat!(stringify!($section), ".", stringify!($field)), self.$section.$field.forms()),)*)*]
            }
        }
    };
}

sections! {
    /// The frame of every page.
    site: Site {
        skip: Text,
        main_menu: Text,
        search: Text,
        search_catalogue: Text,
        search_hint: Text,
        /// A list of things beside the search box.
        browse: Text,
        new: Text,
        authors: Text,
        subjects: Text,
        institutions: Text,
        archives: Text,
        lookup: Text,
        lists: Text,
        about: Text,
        privacy: Text,
        language: Text,
        breadcrumb: Text,
        pages: Text,
        first_page: Text,
        next_page: Text,
        previous_page: Text,
        /// The licence of the data, at the foot of every page.
        licence: Text,
        /// At the foot of every page, unless the operator says something else.
        supplied: Text,
        /// Before the names of the forms of a feed.
        follow: Text,
        /// A link to the list as others may put it into their pages.
        embed: Text,
    }
    /// What is said when something cannot be shown.
    problem: Trouble {
        missing: Text,
        withdrawn: Text,
        unreadable: Text,
        busy: Text,
        inside: Text,
        method: Text,
        large: Text,
        slow: Text,
        refused: Text,
        missing_detail: Text,
        withdrawn_detail: Text,
        unreadable_detail: Text,
        busy_detail: Text,
        inside_detail: Text,
        method_detail: Text,
        large_detail: Text,
        slow_detail: Text,
        refused_detail: Text,
        nearest: Text,
        instead: Text,
        what_to_do: Text,
        search_the_catalogue: Text,
        the_archives: Text,
        no_text: Text,
        no_host: Text,
        bad_cursor: Text,
        long_search: Text,
        bad_sort: Text,
        bad_page: Text,
        no_such_value: Text,
        many_facets: Text,
        bad_year: Text,
        bad_json: Text,
        no_handle: Text,
        limited: Text,
        limited_detail: Text,
        no_id: Text,
        denied: Text,
        denied_sign_in: Text,
        denied_not_yours: Text,
        /// `{role}`.
        denied_needs: Text,
        denied_own_case: Text,
        locked: Text,
        foreign: Text,
        spent: Text,
        spent_detail: Text,
        /// `{most}`, `{value}`
        bad_count: Text,
        unfit: Text,
        unfit_detail: Text,
    }
    /// Things counted.
    count: Count {
        works: Plural,
        archives: Plural,
        series: Plural,
        institutions: Plural,
        results: Plural,
        times: Plural,
        more: Plural,
        seconds: Plural,
        minutes: Plural,
        days: Plural,
    }
    /// Days and months.
    date: Days {
        months: [Text; 12],
        /// As they stand beside a day.
        months_with_day: [Text; 12],
        day: Text,
        month: Text,
    }
    /// Words of the field that many pages use.
    field: Terms {
        paper: Text,
        article: Text,
        chapter: Text,
        book: Text,
        software: Text,
        talk: Text,
        series: Text,
        archive: Text,
        person: Text,
        institution: Text,
        papers: Text,
        articles: Text,
        chapters: Text,
        books: Text,
        softwares: Text,
        talks: Text,
        many_series: Text,
        archives: Text,
        people: Text,
        institutions: Text,
        free: Text,
        restricted: Text,
        no_text: Text,
        withdrawn: Text,
        /// Between the last two of several names.
        and: Text,
        and_more: Text,
        volume: Text,
        number: Text,
        pages: Text,
        file: Text,
        web_page: Text,
        plain_text: Text,
    }
    /// Searching.
    search: Finding {
        browse_title: Text,
        results_title: Text,
        results: Text,
        narrow: Text,
        narrowed_to: Text,
        remove: Text,
        remove_all: Text,
        published: Text,
        about_years: Text,
        kind: Text,
        year: Text,
        series: Text,
        subject: Text,
        language: Text,
        access: Text,
        published_in: Text,
        about_in: Text,
        since: Text,
        until: Text,
        from: Text,
        to: Text,
        go: Text,
        year_hint: Text,
        took: Text,
        sorted_by: Text,
        relevance: Text,
        newest: Text,
        oldest: Text,
        cited: Text,
        by_subject: Text,
        page_of: Text,
        nothing: Text,
        looked_for: Text,
        did_you_mean: Text,
        looser: Text,
        whole_catalogue: Text,
        words_apart: Text,
        any_word: Text,
        why: Text,
        why_title: Text,
        why_rank: Text,
        why_unranked: Text,
        why_not: Text,
        why_conditions: Text,
        asked: Text,
        where_found: Text,
        adds: Text,
        not_there: Text,
        in_title: Text,
        in_people: Text,
        in_keywords: Text,
        in_abstract: Text,
        in_series: Text,
        in_number: Text,
        back: Text,
        link: Text,
        export_all: Text,
        as_json: Text,
        timeline: Text,
        help: Text,
        more_boxes: Text,
        suggestions: Text,
        suggested: Text,
        note_long: Text,
        note_terms: Text,
        note_deep: Text,
        note_closing: Text,
        note_opening: Text,
        note_quotation: Text,
        note_or: Text,
        note_no_value: Text,
        note_bad_value: Text,
        note_no_field: Text,
        note_star: Text,
        added: Text,
        /// Before a list of names. Place: name.
        respelt: Text,
        /// At the end of that list. Place: n.
        more_spellings: Text,
        as_written: Text,
    }
    /// How to search.
    help: Help {
        title: Text,
        form: Text,
        words: Text,
        phrase: Text,
        any: Text,
        none: Text,
        in_title: Text,
        in_author: Text,
        in_keyword: Text,
        in_abstract: Text,
        published_from: Text,
        published_to: Text,
        about_from: Text,
        about_to: Text,
        jel: Text,
        any_kind: Text,
        sort: Text,
        rules: Text,
        rules_text: Text,
        write: Text,
        finds: Text,
        r_phrase: Text,
        r_minus: Text,
        r_or: Text,
        r_star: Text,
        r_field: Text,
        r_byline: Text,
        r_jel: Text,
        r_year: Text,
        r_about: Text,
        r_kind: Text,
        r_exact: Text,
        r_archive: Text,
        keys: Text,
        r_name: Text,
    }
    /// The picture of time.
    timeline: Timeline {
        title: Text,
        of_all: Text,
        of: Text,
        intro: Text,
        says: Text,
        one_year: Text,
        /// Several years, and the works about the one that most are about.
        at_most: Text,
        works_at_most: Text,
        first_drawn: Text,
        table: Text,
        years: Text,
        work: Text,
        works: Text,
        none: Text,
        results: Text,
    }
    /// The home page.
    home: Home {
        examples: Text,
        newest: Text,
        nothing_read: Text,
        coming: Text,
        no_talks: Text,
        past_talks: Text,
        holds: Text,
        ways: Text,
        week: Text,
        all_new: Text,
        about_new: Text,
        about_authors: Text,
        about_subjects: Text,
        about_series: Text,
        about_institutions: Text,
        about_archives: Text,
        about_lists: Text,
        about_lookup: Text,
        /// Under the name.
        tagline: Text,
    }
    /// About the catalogue.
    about: About {
        title: Text,
        intro: Text,
        origin: Text,
        origin_text: Text,
        wrong: Text,
        wrong_text: Text,
        searching: Text,
        searching_text: Text,
        addresses: Text,
        addresses_text: Text,
        licence: Text,
        licence_text: Text,
    }
    /// The page of a work.
    work: Item {
        on_this_page: Text,
        authors: Text,
        editors: Text,
        /// Before the names of editors.
        edited_by: Text,
        affiliations: Text,
        family_name: Text,
        homepage: Text,
        original_title: Text,
        transliterated_title: Text,
        translated_title: Text,
        withdrawn: Text,
        withdrawn_text: Text,
        see_history: Text,
        no_abstract: Text,
        summary: Text,
        /// Behind this folds what a very long abstract goes on with.
        rest_of_summary: Text,
        /// A button that leads to the text; the format is a word such as PDF.
        read: Text,
        /// The same where the file is to be heard or seen.
        play: Text,
        cite: Text,
        correct: Text,
        about_years: Text,
        speaker: Text,
        fulltext: Text,
        recordings: Text,
        no_recordings: Text,
        no_fulltext: Text,
        another_version: Text,
        /// Before how a file may be reached.
        access: Text,
        no_restriction: Text,
        /// The publisher says there is no restriction.
        unrestricted: Text,
        /// Before the licence of a file.
        rights: Text,
        no_rights: Text,
        see_files: Text,
        whole_restriction: Text,
        order: Text,
        library: Text,
        versions: Text,
        version_declared: Text,
        /// Why another record is a version of this work.
        version_doi: Text,
        version_same_title: Text,
        version_near_title: Text,
        version_of_version: Text,
        in_book: Text,
        has_chapter: Text,
        not_here: Text,
        look_for_it: Text,
        no_versions: Text,
        search_versions: Text,
        references: Text,
        no_references: Text,
        citations: Text,
        no_citations: Text,
        search_mentions: Text,
        reports: Text,
        no_reports: Text,
        see_related: Text,
        subjects: Text,
        no_subjects: Text,
        keywords: Text,
        jel_codes: Text,
        years: Text,
        series: Text,
        usage: Text,
        no_usage: Text,
        opened: Plural,
        what_counts: Text,
        details: Text,
        created: Text,
        revised: Text,
        published: Text,
        status: Text,
        length: Text,
        edition: Text,
        /// Before the title of a book.
        in_book_named: Text,
        chapter: Text,
        /// Of a program.
        language: Text,
        version: Text,
        requires: Text,
        note: Text,
        provider: Text,
        price: Text,
        source: Text,
        archive: Text,
        file: Text,
        file_line: Text,
        first_seen: Text,
        version_read: Text,
        what_changed: Text,
        also_sent: Text,
        first_counts: Text,
        as_received: Text,
        line_by_line: Text,
        hidden_address: Text,
        corrections: Text,
        correct_text: Text,
        looked_after: Text,
        its_maintainer: Text,
        claim: Text,
        no_claim: Text,
        printed_from: Text,
        claim_here: Text,
    }
    /// Citations.
    cite: Cite {
        title: Text,
        whole_title: Text,
        suggested: Text,
        all_names: Text,
        style: Text,
        /// A button.
        set: Text,
        /// A button.
        copy: Text,
        copied: Text,
        author_date: Text,
        numbered: Text,
        bibliography: Text,
        footnote: Text,
        in_text: Text,
        fails: Text,
        handle: Text,
        download: Text,
    }
    /// What only talks have.
    talk: Lecture {
        when: Text,
        place: Text,
        admission: Text,
        tags: Text,
        cancelled: Text,
        moved: Text,
        announced_later: Text,
        status: Text,
    }
    /// The history of a work.
    history: Past {
        title: Text,
        of: Text,
        intro: Text,
        version: Text,
        withdrawn: Text,
        came_in: Text,
        came_back: Text,
        unreadable: Text,
        nothing: Text,
        hidden: Text,
        changed: Text,
    }
    /// Related works.
    related: Kindred {
        title: Text,
        list: Text,
        nothing: Text,
        /// Why a work is related: what both share.
        people: Text,
        years: Text,
        subjects: Text,
        classes: Text,
        series: Text,
    }
    /// Looking up what was pasted.
    lookup: Finder {
        title: Text,
        intro: Text,
        label: Text,
        example: Text,
        nothing: Text,
        words_instead: Text,
        perhaps_these: Text,
        sure: Text,
        likely: Text,
        perhaps: Text,
        named: Text,
        by: Text,
        doi: Text,
        whole_title: Text,
        part_title: Text,
        people: Text,
        year: Text,
        volume: Text,
        pages: Text,
        number: Text,
        place: Text,
        found_of: Text,
        asked: Text,
        record: Text,
        how_sure: Text,
        not_found: Text,
        others: Text,
        as_format: Text,
        too_many: Text,
        go_to: Text,
        /// Too much was being searched for.
        missed: Text,
    }
    /// The index of authors and the page of a name.
    names: Bylines {
        intro: Text,
        from: Text,
        go: Text,
        letters: Text,
        none_from: Text,
        registered_mark: Text,
        registered: Text,
        several: Text,
        is_you: Text,
        is_you_text: Text,
        works: Text,
        undated: Text,
        all_of: Text,
        with: Text,
        where_in: Text,
        on: Text,
        when: Text,
        about: Text,
        nearby: Text,
        spellings: Text,
        spellings_all: Text,
        behind: Text,
        behind_text: Text,
        behind_rest: Text,
        one_sure: Text,
        one_likely: Text,
        share_person: Text,
        share_email: Text,
        share_title: Text,
        share_with: Text,
        share_place: Text,
        share_series: Text,
        share_jel: Text,
    }
    /// The page of a registered person.
    person: Profile {
        no_works: Text,
        same_name: Text,
        not_claimed: Text,
        search_all: Text,
        edits: Text,
        died: Text,
        short_id: Text,
        handle: Text,
        home_page: Text,
        affiliations: Text,
        forms: Text,
        lost: Text,
        is_you: Text,
        is_you_text: Text,
        is_you_own: Text,
        take_over: Text,
        change: Text,
        studied_at: Text,
        history: Text,
        written_here: Text,
        history_of: Text,
        how_known: Text,
        how_known_text: Text,
        claimed_on: Text,
        in_record: Text,
        dispute: Text,
    }
    /// The JEL tree.
    subjects: Subjects {
        intro: Text,
        in_english: Text,
        narrower: Text,
        beside: Text,
        works: Text,
        none: Text,
        unknown: Text,
        search_among: Text,
    }
    /// Institutions.
    institutions: Directory {
        intro: Text,
        none: Text,
        find: Text,
        countries: Text,
        elsewhere: Text,
        no_city: Text,
        part_of: Text,
        parts: Text,
        also_in: Text,
        place: Text,
        address: Text,
        phone: Text,
        home_page: Text,
        closed: Text,
        handle: Text,
        people: Text,
        no_people: Text,
        works: Text,
        no_works: Text,
        naming: Text,
        found: Text,
        alumni: Text,
    }
    /// What came in.
    fresh: Arrivals {
        title: Text,
        intro: Text,
        week: Text,
        quiet_week: Text,
        earlier: Text,
        nothing: Text,
        on_day: Text,
        no_day: Text,
        all_day: Text,
        older: Text,
        newer: Text,
        all_days: Text,
        day: Text,
        works: Text,
    }
    /// The page of a series.
    series: SeriesWords {
        undeclared: Text,
        works: Text,
        order: Text,
        newest_first: Text,
        by_number: Text,
        by_volume: Text,
        withdrawn: Plural,
        within: Text,
        published: Text,
        about_years: Text,
        timeline: Text,
        all_years: Text,
        all_volumes: Text,
        no_year: Text,
        volume: Text,
        issue: Text,
        go_to: Text,
        go: Text,
        further: Text,
        beginning: Text,
        nothing: Text,
        nothing_more: Text,
        about: Text,
        holds: Text,
        provider: Text,
        editors: Text,
        maintainer: Text,
        keywords: Text,
        subjects: Text,
        continues: Text,
        continued_by: Text,
        order_from: Text,
        price: Text,
        restriction: Text,
        source: Text,
        handle: Text,
        declared_in: Text,
        file_line: Text,
        last_read: Text,
        all: Text,
        all_intro: Text,
        name: Text,
        /// As opposed to one kind.
        everything: Text,
        begin_with: Text,
        kinds: Text,
        take_away: Text,
    }
    /// The archives and the state of each.
    archives: Archives {
        title: Text,
        none: Text,
        intro: Text,
        archive: Text,
        works: Text,
        errors: Text,
        warnings: Text,
        last_read: Text,
        sort_by: Text,
        no_record: Text,
        series: Text,
        problems: Text,
        no_series: Text,
        name: Text,
        withdrawn: Text,
        not_declared: Text,
        no_problems: Text,
        no_more: Text,
        /// Why the messages below are in English.
        english: Text,
        where_is: Text,
        wrong: Text,
        to_do: Text,
        suggested: Text,
        first_problems: Text,
        more_problems: Text,
        by_code: Text,
        maintainer: Text,
        home: Text,
        kept_at: Text,
        files: Text,
        templates: Text,
        created: Text,
        changed: Text,
        unchanged: Text,
        vanished: Text,
        state: Text,
        state_withdrawn: Text,
    }
    /// What is kept of readers.
    privacy: Privacy {
        title: Text,
        intro: Text,
        requests: Text,
        requests_text: Text,
        cookie: Text,
        cookie_text: Text,
        counts: Text,
        counts_text: Text,
        logs: Text,
        logs_text: Text,
        records: Text,
        records_text: Text,
        account: Text,
        /// `{name}`, `{link}`.
        account_text: Text,
    }
    /// Reading lists and topic bibliographies.
    lists: Lists {
        intro: Text,
        none: Text,
        edited_by: Text,
        changed: Text,
        missing: Text,
        as_format: Text,
        parts: Text,
        note: Text,
    }
    /// The page about the interface for programs.
    api: Api {
        title: Text,
        intro: Text,
        document: Text,
        examples: Text,
        addresses: Text,
        limits: Text,
        limits_about: Text,
        limit_api: Text,
        limit_search: Text,
        limit_bulk: Text,
        limit_harvest: Text,
        class: Text,
        what: Text,
        a_minute: Text,
        any: Text,
        problems: Text,
        problems_about: Text,
    }
    /// The whole catalogue as files.
    dumps: Dumps {
        title: Text,
        /// `{manifest}` and `{sums}` are links.
        intro: Text,
        /// `{command}` is a command.
        none: Text,
        whole: Text,
        whole_text: Text,
        records: Plural,
        deltas: Text,
        deltas_text: Text,
        file: Text,
        lines: Text,
        bytes: Text,
        archives: Text,
        /// `{link}` leads to the archives.
        archives_text: Text,
        mirror: Text,
        no_mirror: Text,
        /// When a file last changed.
        changed: Text,
        up: Text,
        copy: Text,
        /// `{file}`, `{bytes}`, `{command}`, `{address}`
        copy_text: Text,
    }
    /// People's own side: signing in, sessions, letters, data.
    account: Account {
        title: Text,
        /// In the menu of every page.
        menu: Text,
        sign_in: Text,
        sign_out: Text,
        /// `{email}`.
        signed_in_as: Text,
        sign_in_intro: Text,
        email: Text,
        send_link: Text,
        no_address: Text,
        first_time: Text,
        look_into_mail: Text,
        /// `{email}`.
        link_sent: Text,
        /// `{minutes}`.
        link_lasts: Text,
        another_address: Text,
        /// `{email}`.
        will_make: Text,
        /// `{email}`.
        will_sign_in: Text,
        make: Text,
        /// Under the title of the account.
        intro: Text,
        /// Name of the list of pages of one's own.
        sections: Text,
        sessions: Text,
        about_sessions: Text,
        address: Text,
        about_address: Text,
        letters: Text,
        about_letters: Text,
        data: Text,
        about_data: Text,
        this_browser: Text,
        unknown_browser: Text,
        /// `{browser}`, `{system}`.
        browser_on: Text,
        by_link: Text,
        by_passkey: Text,
        by_orcid: Text,
        /// `{means}`, `{day}`.
        opened: Text,
        /// `{day}`.
        last_seen: Text,
        end: Text,
        /// `{browser}`. For those who hear the page.
        end_which: Text,
        end_others: Text,
        ended_others: Text,
        only_here: Text,
        /// `{email}`.
        address_now: Text,
        address_how: Text,
        new_address: Text,
        /// `{email}`.
        offer_address: Text,
        use_address: Text,
        address_used: Text,
        address_elsewhere: Text,
        /// `{email}`.
        offer_back: Text,
        take_back: Text,
        letters_about: Text,
        letters_works: Text,
        letters_claims: Text,
        letters_monthly: Text,
        letters_always: Text,
        letters_lost: Text,
        letters_language: Text,
        save: Text,
        saved: Text,
        /// Leaving a kind of letter.
        leave_title: Text,
        /// `{kind}`.
        leave_asked: Text,
        leave_button: Text,
        /// `{kind}`.
        left: Text,
        take_along: Text,
        take_along_text: Text,
        download: Text,
        erase_title: Text,
        erase_text: Text,
        type_address: Text,
        not_your_address: Text,
        /// `{days}`.
        erase_later: Text,
        erase_now: Text,
        erase_choice: Text,
        /// `{day}`.
        leaving: Text,
        stay: Text,
        erased_title: Text,
        erased: Text,
    }
    /// Which works are whose: suggestions, claims, disputes.
    claims: Claims {
        /// `{name}`.
        title: Text,
        none_yet: Text,
        make_profile: Text,
        offered: Text,
        offered_none: Text,
        sure: Text,
        likely: Text,
        possible: Text,
        mine: Text,
        not_mine: Text,
        is_mine: Text,
        is_not_mine: Text,
        tick_first: Text,
        /// `{n}`.
        more: Text,
        doubts: Text,
        renamed: Text,
        removed: Text,
        other_person: Text,
        other_work: Text,
        still: Text,
        claimed: Text,
        claimed_none: Text,
        refused: Text,
        ask_again: Text,
        take_off: Text,
        role: Text,
        author: Text,
        editor: Text,
        speaker: Text,
        change: Text,
        evidence: Text,
        named: Text,
        email: Text,
        /// `{name}`.
        name: Text,
        /// `{name}`.
        name_close: Text,
        /// `{name}`.
        name_short: Text,
        /// `{name}`.
        name_near: Text,
        /// `{names}`.
        co_authors: Text,
        /// `{name}`.
        workplace: Text,
        version: Text,
        series: Text,
        /// `{codes}`.
        jel: Text,
        years: Text,
        crowd: Text,
        /// `{person}`.
        taken: Text,
        /// `{text}`.
        says: Text,
        no_evidence: Text,
        paste: Text,
        paste_intro: Text,
        look_up: Text,
        found: Text,
        is_claimed: Text,
        not_found: Text,
        missed: Text,
        no_name: Text,
        unsure: Text,
        claim_title: Text,
        claim_why: Text,
        claim_no_name: Text,
        say_why: Text,
        dispute_title: Text,
        /// `{name}`.
        dispute_intro: Text,
        reason: Text,
        send: Text,
        inbox: Text,
        inbox_none: Text,
        about_you: Text,
        by_you: Text,
        for_curators: Text,
        decided: Text,
        they_say: Text,
        owner_says: Text,
        curator_says: Text,
        owner_silent: Text,
        answer: Text,
        uphold: Text,
        dismiss: Text,
        undo: Text,
        drop: Text,
        upheld: Text,
        dismissed: Text,
        dropped: Text,
        done: Text,
        no_reason: Text,
        too_many: Text,
        disputed_already: Text,
        decided_already: Text,
        for_whom: Text,
        curate: Text,
        works: Text,
        about_works: Text,
        about_inbox: Text,
        claimed_by: Text,
    }
    /// Signing in with what a device keeps.
    passkey: Passkey {
        title: Text,
        intro: Text,
        none: Text,
        add: Text,
        name: Text,
        name_hint: Text,
        unnamed: Text,
        /// `{day}`.
        made: Text,
        /// `{day}`.
        used: Text,
        unused: Text,
        rename: Text,
        remove: Text,
        open: Text,
        no_script: Text,
        failed: Text,
        unknown: Text,
        resting: Text,
        taken: Text,
        full: Text,
        elsewhere: Text,
        about: Text,
    }
    /// Roles, helpers, maintainers of archives.
    powers: Powers {
        helpers: Text,
        helpers_intro: Text,
        no_helpers: Text,
        no_profile: Text,
        /// `{day}`.
        since: Text,
        end: Text,
        invite: Text,
        their_email: Text,
        send: Text,
        open: Text,
        /// `{day}`.
        until: Text,
        take_back: Text,
        you_help: Text,
        /// `{name}`.
        help_title: Text,
        /// `{name}`.
        help_asked: Text,
        /// `{email}`.
        help_as: Text,
        help: Text,
        roles: Text,
        no_roles: Text,
        lay_down: Text,
        author: Text,
        helper: Text,
        maintainer: Text,
        editor: Text,
        organiser: Text,
        curator: Text,
        administrator: Text,
        archive: Text,
        archive_intro: Text,
        letters: Text,
        prove: Text,
        /// `{address}`.
        sent: Text,
        no_archive: Text,
        prove_title: Text,
        /// `{email}`.
        prove_asked: Text,
        prove_yes: Text,
        too_many: Text,
        about_helpers: Text,
        about_roles: Text,
        edit_profile: Text,
        their_works: Text,
    }
    /// A person's own profile: registering, editing.
    own_profile: OwnProfile {
        title: Text,
        intro: Text,
        first: Text,
        middle: Text,
        last: Text,
        suffix: Text,
        shown_as: Text,
        shown_as_hint: Text,
        ascii: Text,
        ascii_hint: Text,
        variations: Text,
        variations_hint: Text,
        proposed: Text,
        proposed_hint: Text,
        share: Text,
        shares: Text,
        hide: Text,
        remove: Text,
        place: Text,
        no_places: Text,
        find_place: Text,
        save_first: Text,
        alumni: Text,
        save: Text,
        saved: Text,
        see: Text,
        works: Text,
        register: Text,
        one_of_these: Text,
        one_of_these_text: Text,
        this_is_me: Text,
        by_address: Text,
        none_of_these: Text,
        ask_title: Text,
        ask_text: Text,
        ask_why: Text,
        ask: Text,
        waiting: Text,
        granted: Text,
        refused: Text,
        find_box: Text,
        find: Text,
        add_work: Text,
        add_study: Text,
        nothing_found: Text,
        not_listed: Text,
        propose_text: Text,
        place_at: Text,
        propose: Text,
        erase_title: Text,
        erase_text: Text,
        erase_sure: Text,
        writing_for: Text,
        wrong: Text,
        no_family_name: Text,
        not_a_name: Text,
        too_long: Text,
        too_many: Text,
        not_orcid: Text,
        not_an_address: Text,
        shares_wrong: Text,
        taken: Text,
        decided: Text,
        about: Text,
    }
    /// What curators do with profiles.
    curate: Curate {
        title: Text,
        done: Text,
        petitions: Text,
        none_open: Text,
        wants_profile: Text,
        wants_institution: Text,
        which_institution: Text,
        answer: Text,
        grant: Text,
        refuse: Text,
        fate: Text,
        person: Text,
        fate_as: Text,
        died: Text,
        lost: Text,
        here: Text,
        on: Text,
        why: Text,
        note: Text,
        doubles: Text,
        doubles_text: Text,
        from: Text,
        into: Text,
        merge: Text,
        unmerge: Text,
        nobody: Text,
        no_institution: Text,
    }
    /// What administrators see and do.
    admin: Admin {
        title: Text,
        people: Text,
        trail: Text,
        mail: Text,
        find: Text,
        search: Text,
        none_found: Text,
        account: Text,
        profile: Text,
        roles: Text,
        state: Text,
        since: Text,
        seen: Text,
        is_open: Text,
        is_locked: Text,
        is_leaving: Text,
        is_erased: Text,
        unreached: Text,
        give: Text,
        which: Text,
        scope: Text,
        why: Text,
        give_it: Text,
        take: Text,
        lock: Text,
        unlock: Text,
        lock_hint: Text,
        odd_role: Text,
        did: Text,
        done_to: Text,
        when: Text,
        who: Text,
        what: Text,
        whom: Text,
        behalf: Text,
        by_operator: Text,
        from: Text,
        until: Text,
        filter: Text,
        no_deeds: Text,
        older: Text,
        to: Text,
        subject: Text,
        tries: Text,
        waiting: Text,
        sent: Text,
        given_up: Text,
        returned: Text,
        all_states: Text,
        no_mail: Text,
        again: Text,
    }
    /// ORCID: signing in, linking, names and works.
    orcid: OrcidWords {
        title: Text,
        about: Text,
        intro: Text,
        linked: Text,
        link: Text,
        unlink: Text,
        open: Text,
        fetch: Text,
        fetch_text: Text,
        send: Text,
        send_text: Text,
        sent: Text,
        names: Text,
        add_names: Text,
        no_names: Text,
        no_works: Text,
        no_profile: Text,
        unknown: Text,
        taken: Text,
        other: Text,
        over: Text,
        refused: Text,
        away: Text,
        /// Of an iD, on a profile.
        proved: Text,
        /// `{name}`: of a cookie.
        cookie: Text,
    }
}

#[cfg(test)]
trait Forms {
    fn forms(&self) -> Vec<Text>;
}

#[cfg(test)]
impl Forms for Text {
    fn forms(&self) -> Vec<Text> {
        vec![self]
    }
}

#[cfg(test)]
impl Forms for Plural {
    fn forms(&self) -> Vec<Text> {
        self.to_vec()
    }
}

#[cfg(test)]
impl<const N: usize> Forms for [Text; N] {
    fn forms(&self) -> Vec<Text> {
        self.to_vec()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Messages that are the same in another language: names of formats and the like.
    const ALIKE: &[&str] = &["lookup.doi", "orcid.title"];

    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn nothing_is_left_untranslated() {
        let english = of(Lang::En).all();
        let mut left = Vec::new();
        for lang in Lang::ALL.into_iter().filter(|lang| *lang != Lang::En) {
            for ((name, ours), (_, theirs)) in english.iter().zip(of(lang).all()) {
                let words = ours.iter().any(|text| text.chars().any(char::is_alphabetic));
                if words && *ours == theirs && !ALIKE.contains(name) {
                    left.push(format!("{} {name}", lang.tag()));
                }
            }
        }
        assert!(left.is_empty(), "{} messages left in English: {left:#?}", left.len());
    }

    #[test]
    fn translations_have_the_same_places() {
        for (name, ours) in of(Lang::En).all() {
            let wanted: BTreeSet<&str> = ours.iter().flat_map(|text| places(text)).collect();
            for lang in Lang::ALL {
                let theirs = of(lang).all().into_iter().find(|(it, _)| *it == name).expect("the message").1;
                for text in theirs {
                    assert!(!text.trim().is_empty() || name == "field.and", "{} {name} is empty", lang.tag());
                    let has = places(text);
                    assert!(
                        has == wanted || has.is_subset(&wanted) && ours.len() > 1,
                        "{} {name}: {has:?}, not {wanted:?}",
                        lang.tag()
                    );
                }
            }
        }
    }

    #[test]
    fn counted_things_have_the_forms_of_the_language() {
        for lang in Lang::ALL {
            let wanted = match lang {
                Lang::En => 2,
                Lang::Ru => 3,
                _ => 1,
            };
            assert_eq!(of(lang).count.works.len(), wanted, "{}", lang.tag());
        }
    }
}
