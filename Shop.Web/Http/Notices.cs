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
    AccountDeleted,
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

    /// <summary><see cref="Notice.About"/> is the text itself.</summary>
    Said
}

sealed record Notice(NoticeKind Kind, string? About);

/// <summary>A message in a cookie that the next page shows once.</summary>
sealed class Notices(SiteCookies cookies)
{
    const string Cookie = "notice";
    const int MaxAbout = 200;

    public void Add(NoticeKind kind, string? about = null)
    {
        var text = about is { Length: > MaxAbout } ? about[..MaxAbout] : about ?? "";
        cookies.Set(Cookie, $"{kind}.{WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(text))}");
    }

    public Notice? Take()
    {
        if (cookies[Cookie] is not { Length: > 0 } cookie)
            return null;
        cookies.Remove(Cookie);
        try
        {
            return cookie.Split('.') is [var name, var about]
                && Enum.TryParse<NoticeKind>(name, out var kind)
                && Enum.IsDefined(kind)
                ? new(kind, Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(about)))
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
