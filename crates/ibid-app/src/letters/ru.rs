//! Letters in Russian. See `mod.rs` for what stands where.

pub(super) static WORDS: super::Words = super::Words {
    tag: "ru",
    leave: "Чтобы больше не получать таких писем: {link}",
    sign_in_subject: "Вход: {site}",
    sign_in: "Кто-то, скорее всего вы, попросил войти на {site} с этим адресом.\n\n\
        Откройте ссылку и нажмите там кнопку:\n\n\
        {link}\n\n\
        Ссылка действует один раз в течение {minutes} мин. Если учётной записи с этим адресом ещё нет, она будет создана.\n\n\
        Если вы об этом не просили, ничего не делайте: без ссылки никто не войдёт.\n",
};
