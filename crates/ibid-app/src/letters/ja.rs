//! Letters in Japanese. See `mod.rs` for what stands where.

pub(super) static WORDS: super::Words = super::Words {
    tag: "ja",
    leave: "この種のお知らせの受信を停止するには: {link}",
    sign_in_subject: "{site} へのログイン",
    sign_in: "どなたか（おそらくご本人）が、このアドレスで {site} へのログインを求めました。\n\n\
        次のリンクを開き、そのページのボタンを押してください。\n\n\
        {link}\n\n\
        リンクは {minutes} 分以内に一度だけ使えます。このアドレスのアカウントがまだない場合は、新しく作られます。\n\n\
        お心当たりがなければ、何もしないでください。リンクがなければ誰もログインできません。\n",
};
