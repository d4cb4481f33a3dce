using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Shop.Web.Http;

enum NoticeKind
{
    AddedToCart,
    NotSoMany,
    LineMissing,
    SignedIn,
    Saved,
    PasswordChanged,
    PasswordReset,
    EmailVerified,
    Paid,
    PaymentWaits,
    PaymentDeclined,
    PaymentAway,
    Cancelled,
    TooLate,
    RefundAsked,
    RefundRefused,
    PriceChanged,
    FeedbackReceived,

    /// <summary>What it is about is the text itself.</summary>
    Said
}

sealed record Notice(NoticeKind Kind, string? About);

/// <summary>What the next page says about what has just been done, once.</summary>
sealed class Notices(SiteCookies cookies)
{
    const string Cookie = "notice";
    const int MaxAbout = 200;

    public void Add(NoticeKind kind, string? about = null) =>
        cookies.Set(Cookie, $"{kind}.{WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(about is { Length: > MaxAbout } ? about[..MaxAbout] : about ?? ""))}");

    public Notice? Take()
    {
        if (cookies[Cookie] is not { Length: > 0 } cookie)
            return null;
        cookies.Remove(Cookie);
        try
        {
            return cookie.Split('.') is [var name, var about] && Enum.TryParse<NoticeKind>(name, out var kind) && Enum.IsDefined(kind)
                ? new(kind, Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(about)))
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
