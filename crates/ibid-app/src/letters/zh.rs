//! Letters in Chinese. See `mod.rs` for what stands where.

pub(super) static WORDS: super::Words = super::Words {
    tag: "zh",
    leave: "不再接收此类邮件：{link}",
    sign_in_subject: "登录 {site}",
    sign_in: "有人（很可能是您本人）请求用此邮箱登录 {site}。\n\n\
        请打开下面的链接，并在该页面上按下按钮：\n\n\
        {link}\n\n\
        链接在 {minutes} 分钟内有效，只能使用一次。如果此邮箱还没有账户，将会新建一个。\n\n\
        如果不是您本人请求的，请不必理会：没有链接，谁也无法登录。\n",
};
