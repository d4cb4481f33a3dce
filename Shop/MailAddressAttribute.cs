using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net.Mail;

namespace Shop;

/// <summary>
/// An address as <see cref="MailAddress"/> reads it, and nothing besides it: no name, no comment, no quotes, and a
/// domain of at least two labels.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class MailAddressAttribute() : ValidationAttribute("The {0} field is not a valid e-mail address.")
{
    const int MaxLocalPart = 64;
    const int MaxLabel = 63;

    public override bool IsValid(object? value) => value switch
    {
        null => true,
        string text => MailAddress.TryCreate(text, out var address)
            && address.Address == text
            && address.User.Length <= MaxLocalPart
            && address.User.All(IsLocal)
            && address.Host.Split('.') is { Length: > 1 } labels
            && labels[^1].Length > 1
            && labels.All(IsLabel),
        _ => false
    };

    // Not a character that has a meaning in a mail's headers.
    static bool IsLocal(char c) => IsPrintable(c) && !@"""<>()[],;:\".Contains(c, StringComparison.Ordinal);

    static bool IsLabel(string label) => label.Length is > 0 and <= MaxLabel
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(c => char.IsLetterOrDigit(c) || c == '-');

    static bool IsPrintable(char c) =>
        !char.IsWhiteSpace(c)
        && char.GetUnicodeCategory(c) is not (
            UnicodeCategory.Control
            or UnicodeCategory.Format
            or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned);
}
