using System.ComponentModel.DataAnnotations;

namespace Shop.Accounts;

/// <summary>
/// Checks the length and a list of common passwords. No rules about capitals or digits: NIST SP 800-63B, 3.1.1.2.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class NewPasswordAttribute() : ValidationAttribute(
    "The password must have 8 to 256 characters and must not be one of the most common ones.")
{
    const int MinLength = 8;
    const int MaxLength = 256;

    static readonly HashSet<string> Common = new(StringComparer.OrdinalIgnoreCase)
    {
        "password", "password1", "passw0rd", "p@ssw0rd", "p@ssword", "12345678", "123456789", "1234567890",
        "0123456789", "987654321", "87654321", "123123123", "12341234", "11223344", "1q2w3e4r", "1q2w3e4r5t",
        "1qaz2wsx", "q1w2e3r4", "qwertyui", "qwertyuiop", "qwerty12", "qwerty123", "qwerty1234", "asdfghjkl",
        "asdfasdf", "zxcvbnm1", "abcd1234", "abc12345", "a1b2c3d4", "iloveyou", "sunshine", "princess",
        "football", "baseball", "superman", "trustno1", "letmein1", "welcome1", "changeme", "computer",
        "internet", "whatever", "starwars", "йцукенгш", "йцукен123", "пароль123"
    };

    public override bool IsValid(object? value) =>
        value is not string password
        || (password.Length is >= MinLength and <= MaxLength
            && !Common.Contains(password)
            && password.Distinct().Skip(1).Any());
}
