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
    role_subject: "您在 {site} 的角色",
    role: "您在 {site} 获得了“{role}”角色。\n\n\
        您也可以在账户页面上卸任：\n\n\
        {link}\n",
    locked_subject: "您在 {site} 的账户已被锁定",
    locked: "管理员已锁定您在 {site} 的账户，所有浏览器均已退出登录。\n\n\
        如果您认为有误，请写信到网站介绍页面上的地址。\n",
    help_subject: "请在 {site} 协助 {name}",
    help: "{name} 请您在 {site} 代为管理作者主页（{name}）：姓名、所属机构，以及哪些作品归其所有。\n\n\
        请打开下面的链接，并在该页面上按下按钮：\n\n\
        {link}\n\n\
        链接在 {days} 天内有效，只能使用一次。双方都可以随时终止。您所做的事会记录为您代 {name} 所做。\n\n\
        如果您不认识 {name}，请不必理会。\n",
    helping_subject: "您在 {site} 有了一位协助者",
    helping: "{address} 接受了您的邀请，现在可以管理您在 {site} 的主页。\n\n\
        您可以随时终止：\n\n\
        {link}\n",
    maintain_subject: "{site} 上的档案库 {archive}：是您吗？",
    maintain: "{site} 上的账户 {address} 称自己负责档案库 {archive}，该档案库的模板中写有此地址。\n\n\
        如果是您本人，请在已登录的浏览器中打开下面的链接，并在该页面上按下按钮：\n\n\
        {link}\n\n\
        链接在 {hours} 小时内有效，只能由该账户使用一次。\n\n\
        如果不是您本人，请不必理会：没有链接，谁也得不到这个角色。\n",
    passkey_subject: "{site} 上添加了通行密钥",
    passkey: "您在 {site} 的账户添加了通行密钥“{name}”。持有它的人可以登录。\n\n\
        如果不是您本人所为，请将其删除，并结束所有其他会话：\n\n\
        {link}\n",
    orcid_subject: "{site} 上关联了 ORCID iD",
    orcid: "您在 {site} 的账户关联了 ORCID iD {orcid}。用它登录 ORCID 的人可以在此登录。\n\n\
        如果不是您本人所为，请解除关联，并结束所有其他会话：\n\n\
        {link}\n",
    address_subject: "您在 {site} 的邮箱地址",
    address: "您请求今后在 {site} 使用此邮箱。\n\n\
        请在已登录的浏览器中打开下面的链接，并按下按钮：\n\n\
        {link}\n\n\
        链接在 {hours} 小时内有效，只能使用一次。如果不是您本人请求的，请不必理会：不会有任何改变。\n",
    address_taken: "有人登录 {site} 后请求把此邮箱用于其账户。此邮箱已有账户，因此没有任何改动。\n\n\
        如果是您本人：请改用此邮箱登录，或先删除它的账户。\n",
    address_changed_subject: "您在 {site} 的邮箱地址已更改",
    address_changed: "您在 {site} 的账户已改用另一个邮箱，今后的邮件将寄往那里。\n\n\
        如果不是您本人操作，请在 {days} 天内打开下面的链接。它会恢复此邮箱并结束所有登录：\n\n\
        {link}\n",
    leaving_subject: "您在 {site} 的账户将被删除",
    leaving: "您请求删除您在 {site} 的账户及其全部内容，将于 {date} 执行。\n\n\
        在此之前您可以改变主意：登录后按“保留”。\n\n\
        {link}\n",
    erased_subject: "您在 {site} 的账户已删除",
    erased: "您在 {site} 的账户和个人资料以及我们保存的一切均已删除。这是最后一封邮件。\n",
};
