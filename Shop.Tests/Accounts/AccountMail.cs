using System.Text.RegularExpressions;
using Shop.Tests.Notifications;

namespace Shop.Tests.Accounts;

/// <summary>Tokens from the mails that contain them, which are nowhere else.</summary>
static partial class AccountMail
{
    public const string VerificationSubject = "Подтвердите адрес электронной почты";
    public const string ResetSubject = "Новый пароль";

    public static Task<string> VerificationTokenAsync(this ShopFixture shop, string email, CancellationToken ct) =>
        TokenAsync(shop, email, VerificationSubject, ct);

    public static Task<string> ResetTokenAsync(this ShopFixture shop, string email, CancellationToken ct) =>
        TokenAsync(shop, email, ResetSubject, ct);

    public static string TokenIn(string text) => Uri.UnescapeDataString(Token().Match(text).Groups[1].Value);

    static async Task<string> TokenAsync(ShopFixture shop, string email, string subject, CancellationToken ct)
    {
        var mail = await new Inbox(shop, email).MailAsync(subject, ct);
        return TokenIn((string)mail["text"]!);
    }

    [GeneratedRegex(@"\?token=(\S+)")]
    private static partial Regex Token();
}
