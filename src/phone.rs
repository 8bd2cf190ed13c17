//! Phone numbers as people write them, and as E.164 does.

/// The number with its country, if `text` is one: international as it is, national in `country`.
pub(crate) fn international(text: &str, country: Option<&str>) -> Option<String> {
    if text.starts_with('+') {
        return Some(text.chars().filter(|c| *c == '+' || c.is_ascii_digit()).collect());
    }
    if !is_national(text) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    // How most countries dial abroad.
    if let Some(abroad) = digits.strip_prefix("00") {
        return Some(format!("+{abroad}"));
    }
    let country = country?;
    Some(format!("+{}{}", calling_code(country)?, without_trunk(country, &digits)))
}

/// Whether `text` reads like a number without its country.
pub(crate) fn is_national(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits >= 6
        && text.chars().all(|c| c.is_ascii_digit() || " -.()/".contains(c))
        && text.starts_with(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '('])
}

/// The number without what is only dialled within the country.
/// <https://www.itu.int/oth/T0202.aspx?parent=T0202> has the plan of each country.
fn without_trunk<'a>(country: &str, digits: &'a str) -> &'a str {
    let trunk = match country.to_ascii_uppercase().as_str() {
        // The zero belongs to the number.
        "IT" | "SM" | "VA" => return digits,
        "HU" => "06",
        "RU" | "KZ" if digits.len() == 11 => "8",
        country if digits.len() == 11 && calling_code(country) == Some("1") => "1",
        _ => "0",
    };
    digits.strip_prefix(trunk).unwrap_or(digits)
}

/// The calling code of a country, by its two letters.
pub(crate) fn calling_code(country: &str) -> Option<&'static str> {
    let wanted = country.to_ascii_uppercase();
    CALLING_CODES.split_whitespace().find_map(|entry| entry.split_once(':').filter(|it| it.0 == wanted)).map(|it| it.1)
}

/// <https://www.itu.int/dms_pub/itu-t/opb/sp/T-SP-E.164D-2016-PDF-E.pdf>
const CALLING_CODES: &str = "\
AD:376 AE:971 AF:93 AG:1 AI:1 AL:355 AM:374 AO:244 AR:54 AS:1 AT:43 AU:61 AW:297 AX:358 AZ:994 BA:387 BB:1 BD:880 BE:32 \
BF:226 BG:359 BH:973 BI:257 BJ:229 BL:590 BM:1 BN:673 BO:591 BQ:599 BR:55 BS:1 BT:975 BW:267 BY:375 BZ:501 CA:1 CC:61 \
CD:243 CF:236 CG:242 CH:41 CI:225 CK:682 CL:56 CM:237 CN:86 CO:57 CR:506 CU:53 CV:238 CW:599 CX:61 CY:357 CZ:420 DE:49 \
DJ:253 DK:45 DM:1 DO:1 DZ:213 EC:593 EE:372 EG:20 ER:291 ES:34 ET:251 FI:358 FJ:679 FK:500 FM:691 FO:298 FR:33 GA:241 \
GB:44 GD:1 GE:995 GF:594 GG:44 GH:233 GI:350 GL:299 GM:220 GN:224 GP:590 GQ:240 GR:30 GT:502 GU:1 GW:245 GY:592 HK:852 \
HN:504 HR:385 HT:509 HU:36 ID:62 IE:353 IL:972 IM:44 IN:91 IQ:964 IR:98 IS:354 IT:39 JE:44 JM:1 JO:962 JP:81 KE:254 \
KG:996 KH:855 KI:686 KM:269 KN:1 KP:850 KR:82 KW:965 KY:1 KZ:7 LA:856 LB:961 LC:1 LI:423 LK:94 LR:231 LS:266 LT:370 \
LU:352 LV:371 LY:218 MA:212 MC:377 MD:373 ME:382 MF:590 MG:261 MH:692 MK:389 ML:223 MM:95 MN:976 MO:853 MP:1 MQ:596 \
MR:222 MS:1 MT:356 MU:230 MV:960 MW:265 MX:52 MY:60 MZ:258 NA:264 NC:687 NE:227 NF:672 NG:234 NI:505 NL:31 NO:47 NP:977 \
NR:674 NU:683 NZ:64 OM:968 PA:507 PE:51 PF:689 PG:675 PH:63 PK:92 PL:48 PM:508 PR:1 PS:970 PT:351 PW:680 PY:595 QA:974 \
RE:262 RO:40 RS:381 RU:7 RW:250 SA:966 SB:677 SC:248 SD:249 SE:46 SG:65 SH:290 SI:386 SJ:47 SK:421 SL:232 SM:378 SN:221 \
SO:252 SR:597 SS:211 ST:239 SV:503 SX:1 SY:963 SZ:268 TC:1 TD:235 TG:228 TH:66 TJ:992 TK:690 TL:670 TM:993 TN:216 TO:676 \
TR:90 TT:1 TV:688 TW:886 TZ:255 UA:380 UG:256 US:1 UY:598 UZ:998 VA:39 VC:1 VE:58 VG:1 VI:1 VN:84 VU:678 WF:681 WS:685 \
XK:383 YE:967 YT:262 ZA:27 ZM:260 ZW:263";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_it_is_written_in_its_country() {
        for (text, country, number) in [
            ("+82 10-1234-5678", None, "+821012345678"),
            ("010 1234 5678", Some("kr"), "+821012345678"),
            ("(0151) 234 56789", Some("DE"), "+4915123456789"),
            ("06 12345678", Some("IT"), "+390612345678"),
            ("8 912 345-67-89", Some("RU"), "+79123456789"),
            ("06 30 123 4567", Some("HU"), "+36301234567"),
            ("1 (212) 555-0100", Some("US"), "+12125550100"),
            ("612 345 678", Some("ES"), "+34612345678"),
            ("0082 10 1234 5678", None, "+821012345678"),
        ] {
            assert_eq!(international(text, country).as_deref(), Some(number), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_or_of_no_country_stays_as_it_is() {
        for text in ["ada", "ada@example.com", "12345", "7a0c4e52-0000-4000-8000-000000000001", "2026-11-22T"] {
            assert_eq!(international(text, Some("KR")), None, "{text}");
        }
        assert_eq!(international("010 1234 5678", None), None);
        assert_eq!((calling_code("KR"), calling_code("QQ")), (Some("82"), None));
    }
}
