//! What a history calls the parts of a record that changed: English as `ibid_core::change` has it, then
//! Korean, Japanese, Russian, Chinese. Names that are no words but fields of a template stay as they are.

use std::borrow::Cow;

use super::{Lang, Messages};

#[rustfmt::skip]
const FIELDS: [(&str, [&str; 4]); 83] = [
    ("abstract", ["초록", "要旨", "аннотация", "摘要"]),
    ("address", ["주소", "住所", "адрес", "地址"]),
    ("admission", ["입장", "入場", "вход", "入场"]),
    ("author", ["저자", "著者", "автор", "作者"]),
    ("author of", ["저서", "著作", "автор работ", "所著"]),
    ("biography", ["약력", "略歴", "биография", "简历"]),
    ("book", ["책", "本", "книга", "书"]),
    ("book title", ["책 제목", "書名", "название книги", "书名"]),
    ("chapter", ["장", "章", "глава", "章"]),
    ("contact e-mail", ["연락 전자우편", "連絡先メール", "почта для связи", "联系电子邮件"]),
    ("continued by", ["후속 총서", "後継", "продолжается в", "后续"]),
    ("continues", ["이전 총서", "前身", "продолжает", "前身"]),
    ("created", ["작성", "作成", "создано", "创建"]),
    ("deceased", ["사망", "逝去", "скончался", "去世"]),
    ("defunct", ["폐지", "廃止", "упразднено", "已撤销"]),
    ("description", ["설명", "説明", "описание", "说明"]),
    ("details", ["세부", "詳細", "подробности", "细节"]),
    ("DOI", ["DOI", "DOI", "DOI", "DOI"]),
    ("duration", ["길이", "所要時間", "длительность", "时长"]),
    ("e-mail", ["전자우편", "メール", "почта", "电子邮件"]),
    ("edition", ["판차", "版次", "издание", "版次"]),
    ("editor", ["편집자", "編者", "редактор", "编者"]),
    ("editor of", ["편집한 책", "編著", "редактор работ", "所编"]),
    ("English name", ["영어 이름", "英語名", "английское название", "英文名称"]),
    ("event date", ["강연일", "開催日", "дата", "日期"]),
    ("event status", ["강연 상태", "開催状況", "состояние", "状态"]),
    ("event time", ["강연 시각", "開催時刻", "время", "时间"]),
    ("fax", ["팩스", "ファックス", "факс", "传真"]),
    ("file", ["파일", "ファイル", "файл", "文件"]),
    ("first name", ["이름", "名", "имя", "名"]),
    ("format", ["형식", "形式", "формат", "格式"]),
    ("function", ["용도", "用途", "назначение", "用途"]),
    ("handle", ["핸들", "ハンドル", "идентификатор", "标识"]),
    ("homepage", ["홈페이지", "ホームページ", "сайт", "主页"]),
    ("institution", ["기관", "機関", "организация", "机构"]),
    ("ISBN", ["ISBN", "ISBN", "ISBN", "ISBN"]),
    ("ISSN", ["ISSN", "ISSN", "ISSN", "ISSN"]),
    ("issue", ["호", "号", "выпуск", "期"]),
    ("JEL codes", ["JEL 코드", "JEL コード", "коды JEL", "JEL 代码"]),
    ("journal", ["학술지", "雑誌", "журнал", "期刊"]),
    ("keywords", ["주제어", "キーワード", "ключевые слова", "关键词"]),
    ("kind", ["종류", "種類", "вид", "类型"]),
    ("language", ["언어", "言語", "язык", "语言"]),
    ("last name", ["성", "姓", "фамилия", "姓"]),
    ("length", ["분량", "分量", "объём", "篇幅"]),
    ("level", ["단계", "階層", "уровень", "层级"]),
    ("location", ["위치", "所在地", "место", "位置"]),
    ("maintainer", ["관리자", "管理者", "сопровождающий", "维护者"]),
    ("month", ["월", "月", "месяц", "月"]),
    ("name", ["이름", "名称", "название", "名称"]),
    ("note", ["비고", "注記", "примечание", "附注"]),
    ("notification", ["알림", "通知", "уведомление", "通知"]),
    ("number", ["번호", "番号", "номер", "编号"]),
    ("order address", ["주문 주소", "注文先", "адрес заказа", "订购地址"]),
    ("other", ["기타", "その他", "прочее", "其他"]),
    ("other form", ["다른 형태", "別の形", "другой вид", "其他形式"]),
    ("other name", ["다른 표기", "別表記", "другое написание", "其他写法"]),
    ("other titles", ["다른 제목", "他の題名", "другие названия", "其他题名"]),
    ("pages", ["쪽", "ページ", "страницы", "页码"]),
    ("person", ["인물", "人物", "персона", "人物"]),
    ("phone", ["전화", "電話", "телефон", "电话"]),
    ("postal address", ["우편 주소", "郵便の宛先", "почтовый адрес", "邮政地址"]),
    ("price", ["가격", "価格", "цена", "价格"]),
    ("programming language", ["프로그래밍 언어", "プログラミング言語", "язык программирования", "编程语言"]),
    ("provider", ["제공 기관", "提供機関", "организация", "提供机构"]),
    ("publication status", ["발행 상태", "発行状況", "состояние публикации", "出版状态"]),
    ("published", ["발행", "発行", "опубликовано", "出版"]),
    ("related", ["관련 기록", "関連記録", "связано", "相关记录"]),
    ("requires", ["필요한 것", "必要なもの", "требует", "依赖"]),
    ("restriction", ["제한", "制限", "ограничение", "限制"]),
    ("revised", ["개정", "改訂", "изменено", "修订"]),
    ("rights", ["이용 조건", "利用条件", "права", "权利"]),
    ("series", ["총서", "叢書", "серия", "丛书"]),
    ("share", ["비중", "割合", "доля", "占比"]),
    ("size", ["크기", "大きさ", "размер", "大小"]),
    ("tags", ["태그", "タグ", "метки", "标签"]),
    ("time zone", ["시간대", "タイムゾーン", "часовой пояс", "时区"]),
    ("title", ["제목", "題名", "название", "题名"]),
    ("type", ["유형", "類型", "тип", "类型"]),
    ("venue", ["장소", "会場", "место", "地点"]),
    ("version", ["버전", "バージョン", "версия", "版本"]),
    ("volume", ["권", "巻", "том", "卷"]),
    ("workplace", ["소속", "所属", "место работы", "单位"]),
];

impl Messages {
    /// `author 1 workplace 2 location` in the language of the page.
    pub(crate) fn changed_field<'a>(&self, field: &'a str) -> Cow<'a, str> {
        let column = match self.lang {
            Lang::En => return Cow::Borrowed(field),
            Lang::Ko => 0,
            Lang::Ja => 1,
            Lang::Ru => 2,
            Lang::Zh => 3,
        };
        let words: Vec<&str> = field.split(' ').collect();
        let mut out = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let known = (1..=3).rev().filter(|count| at + count <= words.len()).find_map(|count| {
                let name = words[at..at + count].join(" ");
                FIELDS.iter().find(|(it, _)| *it == name).map(|(_, names)| (count, names[column]))
            });
            let (count, word) = known.unwrap_or((1, words[at]));
            out.push(word);
            at += count;
        }
        Cow::Owned(out.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_record_have_names_in_every_language() {
        let check = |lang: Lang, field: &str, name: &str| {
            assert_eq!(lang.messages().changed_field(field), name, "{field}");
        };
        check(Lang::En, "author 1 workplace 2 location", "author 1 workplace 2 location");
        check(Lang::Ko, "author 1 workplace 2 location", "저자 1 소속 2 위치");
        check(Lang::Ru, "other titles", "другие названия");
        check(Lang::Ja, "abstract", "要旨");
        check(Lang::Zh, "x-basis-code", "x-basis-code");
    }

    #[test]
    fn the_table_is_whole() {
        for (name, names) in FIELDS {
            assert!(!name.is_empty() && names.iter().all(|it| !it.is_empty()), "{name}");
            assert_eq!(FIELDS.iter().filter(|(it, _)| *it == name).count(), 1, "{name}");
        }
    }
}
