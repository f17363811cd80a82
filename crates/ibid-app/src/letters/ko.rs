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
    role_subject: "{site}에서 역할이 주어졌습니다",
    role: "{site}에서 ‘{role}’ 역할을 받으셨습니다.\n\n\
        계정 페이지에서 역할을 내려놓을 수도 있습니다.\n\n\
        {link}\n",
    locked_subject: "{site} 계정이 잠겼습니다",
    locked: "관리자가 {site}의 귀하 계정을 잠갔으며, 모든 브라우저에서 로그아웃되었습니다.\n\n\
        착오라고 생각하시면 사이트 소개 페이지에 있는 주소로 편지를 보내 주십시오.\n",
    help_subject: "{site}에서 {name} 님을 도와주십시오",
    help: "{name} 님이 {site}에 있는 저자 프로필({name})의 관리를 부탁했습니다. 이름과 소속, 어떤 저작이 본인의 것인지를 돌보는 일입니다.\n\n\
        아래 링크를 열고 그 페이지의 단추를 눌러 주십시오.\n\n\
        {link}\n\n\
        링크는 {days}일 안에 한 번만 쓸 수 있습니다. 두 분 모두 언제든지 그만둘 수 있습니다. 하신 일은 {name} 님을 위해 귀하가 한 것으로 기록됩니다.\n\n\
        {name} 님을 모르신다면 그냥 두십시오.\n",
    helping_subject: "{site}에서 도우미가 생겼습니다",
    helping: "{address} 님이 초대를 받아들여 이제 {site}의 귀하 프로필을 돌볼 수 있습니다.\n\n\
        언제든지 끝낼 수 있습니다.\n\n\
        {link}\n",
    maintain_subject: "{site}의 아카이브 {archive}: 본인이십니까?",
    maintain: "{site}의 계정 {address}이(가) 아카이브 {archive}을(를) 관리한다고 합니다. 그 아카이브의 템플릿에는 이 주소가 적혀 있습니다.\n\n\
        본인이시라면 로그인한 브라우저에서 아래 링크를 열고 그 페이지의 단추를 눌러 주십시오.\n\n\
        {link}\n\n\
        링크는 {hours}시간 안에 그 계정으로 한 번만 쓸 수 있습니다.\n\n\
        본인이 아니라면 그냥 두십시오. 링크가 없으면 아무도 그 역할을 얻지 못합니다.\n",
    passkey_subject: "{site}에 패스키가 추가되었습니다",
    passkey: "{site}의 귀하 계정에 패스키 ‘{name}’이(가) 추가되었습니다. 이것을 가진 사람은 로그인할 수 있습니다.\n\n\
        본인이 한 일이 아니라면 패스키를 지우고 다른 세션을 모두 끝내 주십시오.\n\n\
        {link}\n",
    orcid_subject: "{site}에 ORCID iD가 연결되었습니다",
    orcid: "{site}의 귀하 계정에 ORCID iD {orcid}가 연결되었습니다. ORCID에 이 iD로 로그인하는 사람은 여기에도 로그인할 수 있습니다.\n\n\
        본인이 한 일이 아니라면 연결을 해제하고 다른 세션을 모두 끝내 주십시오.\n\n\
        {link}\n",
    address_subject: "{site}에서 쓰는 주소",
    address: "앞으로 {site}에서 이 주소를 쓰겠다고 요청하셨습니다.\n\n\
        로그인한 브라우저에서 아래 링크를 열고 단추를 눌러 주십시오.\n\n\
        {link}\n\n\
        링크는 {hours}시간 안에 한 번만 쓸 수 있습니다. 요청한 적이 없다면 그냥 두십시오. 아무것도 바뀌지 않습니다.\n",
    address_taken: "{site}에 로그인한 누군가가 이 주소를 자기 계정에 쓰겠다고 요청했습니다. 이 주소에는 이미 계정이 있어 아무것도 바뀌지 않았습니다.\n\n\
        본인이라면 이 주소로 로그인하거나, 먼저 이 주소의 계정을 지워 주십시오.\n",
    address_changed_subject: "{site}의 주소가 바뀌었습니다",
    address_changed: "{site} 계정의 주소가 바뀌었고, 편지는 새 주소로 갑니다.\n\n\
        본인이 한 일이 아니라면 {days}일 안에 아래 링크를 여십시오. 이 주소로 되돌리고 모든 로그인을 끝냅니다.\n\n\
        {link}\n",
    leaving_subject: "{site} 계정이 지워집니다",
    leaving: "{site} 계정과 그 안의 모든 것을 지워 달라고 요청하셨습니다. {date}에 지워집니다.\n\n\
        그때까지는 마음을 바꿀 수 있습니다. 로그인하여 “남기”를 누르십시오.\n\n\
        {link}\n",
    erased_subject: "{site} 계정을 지웠습니다",
    erased: "{site}의 계정과 프로필, 그리고 보관하던 모든 것을 지웠습니다. 이것이 마지막 편지입니다.\n",
};
