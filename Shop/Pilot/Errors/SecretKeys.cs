using System.Collections.Frozen;

namespace Shop.Pilot.Errors;

/// <summary>Keys whose values are secret or personal, in headers, query strings, tags, contexts and JSON.</summary>
static class SecretKeys
{
    // The key contains it.
    static readonly string[] Secret =
    [
        "password",
        "passwd",
        "pwd",
        "passphrase",
        "secret",
        "apikey",
        "accesskey",
        "privatekey",
        "credential",
        "token",
        "bearer",
        "authorization",
        "cookie",
        "csrf",
        "xsrf",
        "jwt",
        "cardnumber",
        "connectionstring",
        "пароль"
    ];

    // The key ends with it: customerEmail.
    static readonly string[] Endings =
        ["email", "phone", "address", "firstname", "lastname", "fullname", "surname", "username"];

    // The key, or a part of it between dots, is it or ends with it after a separator: billing_address.
    static readonly FrozenSet<string> Whole = FrozenSet.ToFrozenSet(
    [
        "auth", "xauth", "session", "sessionid", "sid", "pin", "cvv", "cvc", "cvv2", "pan", "otp", "smscode", "xcartid",
        "snils", "inn", "passport", "снилс", "инн", "паспорт",
        "email", "mail", "useremail", "contactemail", "phone", "phonenumber", "tel", "mobile", "почта", "телефон",
        "firstname", "lastname", "middlename", "givenname", "familyname", "surname", "patronymic", "fullname", "fio",
        "displayname", "username", "login", "customername", "recipient", "recipientname", "cardholder",
        "cardholdername", "contactname", "имя", "фамилия", "отчество", "фио", "получатель",
        "address", "addressline", "addressline1", "addressline2", "street", "streetaddress", "shippingaddress",
        "billingaddress", "deliveryaddress", "postalcode", "postcode", "zip", "адрес",
        "birthday", "birthdate", "dateofbirth", "dob",
        "ip", "ipaddress", "clientip", "remoteip", "remoteaddr", "xforwardedfor", "xrealip", "forwarded",
        "cfconnectingip"
    ], StringComparer.Ordinal);

    // A name is a person's only in one of these: os.name is not.
    static readonly FrozenSet<string> People = FrozenSet.ToFrozenSet(
        ["user", "customer", "recipient", "contact", "person", "buyer", "client", "shipping", "billing", "feedback"],
        StringComparer.Ordinal);

    // In "address: Lenina 5, flat 2" the value ends with the line, in "pin: 1234 was refused" with the word.
    static readonly FrozenSet<string> Lines = FrozenSet.ToFrozenSet(
    [
        "authorization", "proxyauthorization", "cookie", "setcookie", "address", "street", "streetaddress",
        "shippingaddress", "billingaddress", "deliveryaddress", "адрес", "фио", "fio", "fullname", "recipient",
        "recipientname", "имя", "фамилия", "отчество", "получатель", "connectionstring"
    ], StringComparer.Ordinal);

    const int Longest = 100;

    public static bool Hides(ReadOnlySpan<char> key)
    {
        if (key.Length > Longest)
            key = key[^Longest..];
        var isOfPerson = false;
        Span<char> buffer = stackalloc char[Longest];
        foreach (var range in key.SplitAny('.', '[', ']'))
        {
            var part = key[range];
            var name = Normalized(part, buffer);
            if (HidesName(name) || (isOfPerson && name is "name"))
                return true;
            // shipping_address, user-email.
            if (part.LastIndexOfAny('_', '-', ' ') is > 0 and var last && last < part.Length - 1
                && IsWhole(Normalized(part[(last + 1)..], buffer)))
                return true;
            isOfPerson = IsIn(People, Normalized(part, buffer));
        }
        return false;
    }

    public static bool HidesLine(ReadOnlySpan<char> key)
    {
        Span<char> buffer = stackalloc char[Longest];
        return key.Length <= Longest && IsIn(Lines, Normalized(key, buffer));
    }

    static bool HidesName(ReadOnlySpan<char> name)
    {
        if (IsWhole(name))
            return true;
        foreach (var word in Secret)
            if (name.Contains(word, StringComparison.Ordinal))
                return true;
        foreach (var word in Endings)
            if (name.EndsWith(word, StringComparison.Ordinal))
                return true;
        return false;
    }

    static bool IsWhole(ReadOnlySpan<char> name) => IsIn(Whole, name);

    static bool IsIn(FrozenSet<string> names, ReadOnlySpan<char> name) =>
        names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);

    // First-Name, first_name and firstName are firstname.
    static ReadOnlySpan<char> Normalized(ReadOnlySpan<char> key, Span<char> buffer)
    {
        var length = 0;
        foreach (var letter in key)
            if (letter is not ('_' or '-' or ' '))
                buffer[length++] = char.ToLowerInvariant(letter);
        return buffer[..length];
    }
}
