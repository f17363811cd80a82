//! Letters about what is whose: disputed works, works in doubt, new works, a month's figures.
//!
//! One table a language, as in the files beside; apart from them because nothing else is said here.

use super::Text;

/// What these letters say in one language.
#[derive(Debug)]
pub struct Words {
    pub tag: Text,
    pub disputed_subject: Text,
    /// `{name}`, `{title}`, `{why}`, `{link}`.
    pub disputed: Text,
    pub upheld_subject: Text,
    /// `{name}`, `{title}`, `{why}`, `{link}`.
    pub upheld: Text,
    pub dismissed_subject: Text,
    /// `{name}`, `{title}`, `{why}`, `{link}`.
    pub dismissed: Text,
    pub doubt_subject: Text,
    /// `{list}`, `{link}`.
    pub doubt: Text,
    pub works_subject: Text,
    /// `{list}`, `{link}`.
    pub works: Text,
    /// `{month}`.
    pub monthly_subject: Text,
    /// `{month}`, `{downloads}`, `{list}`, `{new}`, `{waiting}`, `{link}`.
    pub monthly: Text,
}

const ALL: [&Words; 5] = [&EN, &KO, &JA, &RU, &ZH];

/// The words of a language by its tag, as [`super::of`] finds them.
pub fn of(tag: &str) -> &'static Words {
    let tag = super::of(tag).tag;
    ALL.into_iter().find(|it| it.tag == tag).unwrap_or(&EN)
}

static EN: Words = Words {
    tag: "en",
    disputed_subject: "Is this work yours?",
    disputed: "Somebody holds that this work is not by {name}, on whose profile it stands:\n\n\
            {title}\n\n\
        They say:\n\n\
            {why}\n\n\
        A curator will decide. Say what you know about it, or take the claim back:\n\n\
        {link}\n",
    upheld_subject: "A work was taken off a profile",
    upheld: "It was found that this work is not by {name}. It no longer stands on the profile:\n\n\
            {title}\n\n\
        {why}\n\n\
        What else waits for you:\n\n\
        {link}\n",
    dismissed_subject: "A work stays on a profile",
    dismissed: "The dispute about this work is closed. It stays on the profile of {name}:\n\n\
            {title}\n\n\
        {why}\n\n\
        What else waits for you:\n\n\
        {link}\n",
    doubt_subject: "Names have changed in works of yours",
    doubt: "Publishers have changed these works, and the names in them are no longer among yours:\n\n\
        {list}\nThey count as yours until you answer. Please say whether they still are:\n\n\
        {link}\n",
    works_subject: "New works that may be yours",
    works: "These are new in the catalogue and may be yours:\n\n\
        {list}\nPlease say which are and which are not; you will not be asked about them again:\n\n\
        {link}\n",
    monthly_subject: "Your works in {month}",
    monthly: "In {month} files of your works were opened {downloads} times from here.\n\n\
        {list}\nNew on your profile: {new}\nIn doubt or disputed: {waiting}\n\n\
        Your works:\n\n\
        {link}\n",
};

static KO: Words = Words {
    tag: "ko",
    disputed_subject: "이 저작이 본인의 것입니까?",
    disputed: "{name} 님의 프로필에 있는 이 저작이 {name} 님의 것이 아니라는 이의가 제기되었습니다.\n\n\
            {title}\n\n\
        이유:\n\n\
            {why}\n\n\
        큐레이터가 판단할 것입니다. 아시는 바를 적어 주시거나 주장을 거두어 주십시오.\n\n\
        {link}\n",
    upheld_subject: "프로필에서 저작이 빠졌습니다",
    upheld: "이 저작은 {name} 님의 것이 아니라고 판단되어 프로필에서 빠졌습니다.\n\n\
            {title}\n\n\
        {why}\n\n\
        기다리고 있는 다른 일:\n\n\
        {link}\n",
    dismissed_subject: "저작이 프로필에 그대로 남습니다",
    dismissed: "이 저작에 대한 이의가 마무리되었습니다. {name} 님의 프로필에 그대로 남습니다.\n\n\
            {title}\n\n\
        {why}\n\n\
        기다리고 있는 다른 일:\n\n\
        {link}\n",
    doubt_subject: "본인의 저작에서 이름이 바뀌었습니다",
    doubt: "출판 측에서 다음 저작을 고쳐, 거기 적힌 이름이 이제 본인의 이름과 맞지 않습니다.\n\n\
        {list}\n답하실 때까지는 본인의 것으로 남습니다. 여전히 본인의 것인지 알려 주십시오.\n\n\
        {link}\n",
    works_subject: "본인의 것일 수 있는 새 저작",
    works: "목록에 새로 들어온 저작으로, 본인의 것일 수 있습니다.\n\n\
        {list}\n어느 것이 본인의 것이고 어느 것이 아닌지 알려 주십시오. 다시 묻지 않습니다.\n\n\
        {link}\n",
    monthly_subject: "{month} 저작 소식",
    monthly: "{month}에 이곳에서 본인 저작의 파일이 {downloads}번 열렸습니다.\n\n\
        {list}\n프로필에 새로 들어온 저작: {new}\n확인이나 답을 기다리는 저작: {waiting}\n\n\
        본인의 저작:\n\n\
        {link}\n",
};

static JA: Words = Words {
    tag: "ja",
    disputed_subject: "この著作はあなたのものですか",
    disputed: "{name} さんのプロフィールにあるこの著作は、{name} さんのものではないという申し立てがありました。\n\n\
            {title}\n\n\
        理由:\n\n\
            {why}\n\n\
        キュレーターが判断します。ご存じのことを書くか、申告を取り下げてください。\n\n\
        {link}\n",
    upheld_subject: "プロフィールから著作が外されました",
    upheld: "この著作は {name} さんのものではないと判断され、プロフィールから外されました。\n\n\
            {title}\n\n\
        {why}\n\n\
        ほかに対応をお待ちしているもの:\n\n\
        {link}\n",
    dismissed_subject: "著作はプロフィールに残ります",
    dismissed: "この著作についての申し立ては終了しました。{name} さんのプロフィールに残ります。\n\n\
            {title}\n\n\
        {why}\n\n\
        ほかに対応をお待ちしているもの:\n\n\
        {link}\n",
    doubt_subject: "あなたの著作で著者名が変わりました",
    doubt: "次の著作が出版元で変更され、記載された名前があなたの名前と合わなくなりました。\n\n\
        {list}\nお返事があるまではあなたの著作のままです。今もご自分のものかどうかお知らせください。\n\n\
        {link}\n",
    works_subject: "あなたのものかもしれない新しい著作",
    works: "目録に新しく加わった、あなたのものかもしれない著作です。\n\n\
        {list}\nどれがご自分のもので、どれがそうでないかお知らせください。同じことは二度とお尋ねしません。\n\n\
        {link}\n",
    monthly_subject: "{month} のあなたの著作",
    monthly: "{month} に、ここからあなたの著作のファイルが {downloads} 回開かれました。\n\n\
        {list}\nプロフィールに加わった著作: {new}\n確認や回答を待つ著作: {waiting}\n\n\
        あなたの著作:\n\n\
        {link}\n",
};

static RU: Words = Words {
    tag: "ru",
    disputed_subject: "Это ваша работа?",
    disputed: "Кто-то считает, что эта работа, указанная в профиле «{name}», не принадлежит этому автору:\n\n\
            {title}\n\n\
        Пояснение:\n\n\
            {why}\n\n\
        Решение примет куратор. Напишите, что вам об этом известно, или откажитесь от работы:\n\n\
        {link}\n",
    upheld_subject: "Работа убрана из профиля",
    upheld: "Решено, что эта работа не принадлежит автору {name}; она убрана из профиля:\n\n\
            {title}\n\n\
        {why}\n\n\
        Что ещё ждёт вашего ответа:\n\n\
        {link}\n",
    dismissed_subject: "Работа остаётся в профиле",
    dismissed: "Спор об этой работе закрыт. Она остаётся в профиле «{name}»:\n\n\
            {title}\n\n\
        {why}\n\n\
        Что ещё ждёт вашего ответа:\n\n\
        {link}\n",
    doubt_subject: "В ваших работах изменились имена",
    doubt: "Издатели изменили эти работы, и имена в них больше не совпадают с вашими:\n\n\
        {list}\nПока вы не ответите, они считаются вашими. Сообщите, так ли это по-прежнему:\n\n\
        {link}\n",
    works_subject: "Новые работы, возможно, ваши",
    works: "Эти работы недавно появились в каталоге и, возможно, принадлежат вам:\n\n\
        {list}\nУкажите, какие из них ваши, а какие нет; больше мы о них не спросим:\n\n\
        {link}\n",
    monthly_subject: "Ваши работы за {month}",
    monthly: "За {month} файлы ваших работ открывали отсюда {downloads} раз.\n\n\
        {list}\nНовых в профиле: {new}\nЖдут проверки или ответа: {waiting}\n\n\
        Ваши работы:\n\n\
        {link}\n",
};

static ZH: Words = Words {
    tag: "zh",
    disputed_subject: "这部作品是您的吗？",
    disputed: "有人认为 {name} 主页上的这部作品并非 {name} 所作：\n\n\
            {title}\n\n\
        理由：\n\n\
            {why}\n\n\
        将由馆员裁定。请说明您所知的情况，或撤回认领：\n\n\
        {link}\n",
    upheld_subject: "一部作品已从主页移除",
    upheld: "经裁定，这部作品并非 {name} 所作，已从主页移除：\n\n\
            {title}\n\n\
        {why}\n\n\
        其他等待您处理的事项：\n\n\
        {link}\n",
    dismissed_subject: "一部作品保留在主页上",
    dismissed: "关于这部作品的异议已了结，作品保留在 {name} 的主页上：\n\n\
            {title}\n\n\
        {why}\n\n\
        其他等待您处理的事项：\n\n\
        {link}\n",
    doubt_subject: "您的作品中的姓名有变动",
    doubt: "出版方修改了以下作品，其中的姓名已与您的姓名不符：\n\n\
        {list}\n在您答复之前，它们仍算作您的作品。请说明它们是否仍属于您：\n\n\
        {link}\n",
    works_subject: "可能属于您的新作品",
    works: "以下是目录中新增的、可能属于您的作品：\n\n\
        {list}\n请说明哪些是您的、哪些不是；以后不会再就此询问：\n\n\
        {link}\n",
    monthly_subject: "您的作品：{month}",
    monthly: "{month}，您作品的文件从这里被打开 {downloads} 次。\n\n\
        {list}\n主页新增作品：{new}\n待确认或有异议的作品：{waiting}\n\n\
        您的作品：\n\n\
        {link}\n",
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Every language has a place for whatever the English has one for.
    #[test]
    fn places_are_kept() {
        let places = |text: &str| {
            let mut places: Vec<String> =
                text.split('{').skip(1).map(|it| it.split('}').next().unwrap_or("").to_owned()).collect();
            places.sort_unstable();
            places.dedup();
            places
        };
        for words in ALL {
            let pairs = [
                (EN.disputed, words.disputed),
                (EN.upheld, words.upheld),
                (EN.dismissed, words.dismissed),
                (EN.doubt, words.doubt),
                (EN.works, words.works),
                (EN.monthly_subject, words.monthly_subject),
                (EN.monthly, words.monthly),
            ];
            for (english, other) in pairs {
                assert_eq!(places(other), places(english), "{}: {other}", words.tag);
            }
            assert!(std::ptr::eq(of(words.tag), words));
        }
    }
}
