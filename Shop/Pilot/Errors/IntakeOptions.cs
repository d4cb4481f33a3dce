using System.ComponentModel.DataAnnotations;

namespace Shop.Pilot.Errors;

/// <summary>
/// The door for Sentry's SDKs, whose DSN is `https://KEY@site/PROJECT`. The key is in the pages of the site, so it only
/// keeps out what is not meant for this shop.
/// </summary>
public sealed class IntakeOptions
{
    public const string Section = "Pilot:Intake";

    /// <summary>The number of the project in the DSN.</summary>
    [RegularExpression("[0-9]{1,10}")]
    public string Project { get; set; } = "1";

    /// <summary>The key in the DSN. Without it, the door is closed and nothing reports to it.</summary>
    [RegularExpression("[0-9A-Za-z]{16,64}")]
    public string? Key { get; set; }

    /// <summary>The name of the running release. Without it, it is made of the version and the commit.</summary>
    public string? Release { get; set; }

    /// <summary>What one replica takes from all clients together. Beyond it, SDKs are told to wait.</summary>
    [Range(1, 10_000_000)]
    public int EventsPerMinute { get; set; } = 6_000;

    /// <summary>What one replica takes from a client address.</summary>
    [Range(1, 10_000_000)]
    public int EventsPerMinuteOfAddress { get; set; } = 300;

    /// <summary>How many characters of a text that is attached to an event are kept.</summary>
    [Range(0, 1_000_000)]
    public int MaxAttachmentText { get; set; } = 64 * 1024;

    /// <summary>The same for all attachments of an event together.</summary>
    [Range(0, 1_000_000)]
    public int MaxAttachmentTexts { get; set; } = 128 * 1024;
}
