using System.ComponentModel.DataAnnotations;

namespace Shop.Shipping.RussianPost;

/// <summary>Three credentials: the application's and the user's for parcels, and a separate one for tracking.</summary>
public sealed class RussianPostOptions : IProviderOptions
{
    public static string Section => "Shipping:RussianPost";

    [Required]
    public Uri BaseAddress { get; set; } = new("https://otpravka-api.pochta.ru");

    public string AccessToken { get; set; } = "";

    public string Login { get; set; } = "";

    public string Password { get; set; } = "";

    [Required]
    public Uri TrackingAddress { get; set; } = new("https://tracking.russianpost.ru");

    public string TrackingLogin { get; set; } = "";

    public string TrackingPassword { get; set; } = "";

    /// <summary>The post office where the shop hands in its parcels.</summary>
    [Required, RegularExpression("[1-9][0-9]{5}")]
    public string FromIndex { get; set; } = "101000";

    [Required]
    public string MailType { get; set; } = "POSTAL_PARCEL";

    [Required]
    public string MailCategory { get; set; } = "ORDINARY";

    IEnumerable<(string, string?)> IProviderOptions.Keys =>
    [
        (nameof(AccessToken), AccessToken), (nameof(Login), Login), (nameof(Password), Password),
        (nameof(TrackingLogin), TrackingLogin), (nameof(TrackingPassword), TrackingPassword)
    ];
}
