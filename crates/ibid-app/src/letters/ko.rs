//! Letters in Korean. See `mod.rs` for what stands where.

pub(super) static WORDS: super::Words = super::Words {
    tag: "ko",
    leave: "이런 편지를 더 받지 않으려면: {link}",
    sign_in_subject: "{site} 로그인",
    sign_in: "누군가(아마도 본인)가 이 주소로 {site}에 로그인하겠다고 요청했습니다.\n\n\
        아래 링크를 열고 그 페이지의 단추를 눌러 주십시오.\n\n\
        {link}\n\n\
        링크는 {minutes}분 안에 한 번만 쓸 수 있습니다. 이 주소의 계정이 아직 없으면 새로 만들어집니다.\n\n\
        요청한 적이 없다면 그냥 두십시오. 링크가 없으면 아무도 들어갈 수 없습니다.\n",
};
