//! Names of fields: compared without case and separators, and known to be personal under many spellings.

use super::folded::fold;

/// `Given-Name`, `given_name` and `givenName` are all `givenname`.
pub(crate) fn plain_name(name: &str) -> String {
    name.chars().filter_map(fold).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Personal as a whole name or at its end: `email`, `billingEmail`, `home_address_2`. As words, so `hotel` is no `tel`.
const ENDINGS: &str = "
    address addresses addressline birthdate birthday birthplace cardnumber cellphone cpf creditcard dateofbirth
    displayname dob driverlicense driverslicense email emailaddress emailaddresses emails familyname fax
    firstname forename fullname gender geolocation givenname homephone iban identitynumber ip ipaddress ips
    lastname lat latitude legalname lng longitude maidenname mail middlename mobile mobilenumber mobilephone
    msisdn nationalid nationalidnumber nickname passport passportnumber phone phonenumber phonenumbers phones
    placeofbirth postalcode postcode preferredusername realname remoteaddr screenname secondname
    socialsecuritynumber ssn street streetaddress surname taxid tel telephone telephonenumber telno whatsapp
    workphone zipcode
";

/// Personal only as a whole name: `name`, but not `table_name`. After the English ones: German, French, Spanish,
/// Portuguese and Italian; Korean, Japanese and Chinese; Russian and Arabic.
const WHOLE: &str = "
    addr cardholder cardholdername city contactname customername employeename guestname name ownername
    patientname personname recipient recipientname sendername zip
    adresse anschrift apellido apellidos codepostal cognome correo courriel datedenaissance direccion dirección
    endereço fechadenacimiento geburtsdatum handynummer indirizzo nachname nom nombre nome plz postleitzahl
    prenom prénom sobrenome telefon telefone telefono telefonnummer teléfono téléphone vorname
    이름 성명 전화 전화번호 휴대폰 휴대전화 주소 이메일 생년월일 생일 주민등록번호 여권번호 名前 氏名 住所 電話番号 メールアドレス 生年月日 姓名 地址 电话 手机号 邮箱
    имя фамилия телефон адрес الاسم العنوان
";

/// Long enough to be found without a sign that a word begins: `useremail`, `homeaddress`.
const IN_ONE_WORD: [&str; 10] = [
    "address",
    "birthdate",
    "birthday",
    "email",
    "familyname",
    "firstname",
    "fullname",
    "givenname",
    "lastname",
    "phonenumber",
];

/// Whether a field of this name holds personal data.
pub(super) fn is_personal(name: &str) -> bool {
    let words = words(name);
    let whole = words.concat();
    let ends = |count: usize| words.len().checked_sub(count).is_some_and(|from| has(ENDINGS, &words[from..].concat()));
    has(WHOLE, &whole) || (1..=4).any(ends) || IN_ONE_WORD.iter().any(|ending| whole.ends_with(ending))
}

fn has(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|listed| listed == word)
}

/// `homeAddress2` is `home` and `address`.
fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().filter_map(fold).collect();
    let mut words = vec![String::new()];
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map_or(' ', |before| chars[before]);
        let lower_next = chars.get(at + 1).is_some_and(|next| next.is_lowercase());
        let begins = c.is_uppercase() && (before.is_lowercase() || before.is_uppercase() && lower_next)
            || c.is_numeric() != before.is_numeric();
        if (begins || !c.is_alphanumeric()) && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
    }
    while words.last().is_some_and(|word| word.chars().all(char::is_numeric)) {
        words.pop();
    }
    words
}
