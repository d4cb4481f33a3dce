using System.ComponentModel.DataAnnotations;

namespace Shop.Voice.Dialogue;

public sealed class DialogueOptions
{
    public const string Section = "Dialogue";

    /// <summary>How many products are read out at most.</summary>
    [Range(1, 5)]
    public int Offers { get; set; } = 3;

    /// <summary>How many free times are read out at most.</summary>
    [Range(1, 9)]
    public int Times { get; set; } = 4;

    /// <summary>
    /// Off in a shop without a provider of text messages: nobody could confirm an order, so a person takes it.
    /// </summary>
    public bool TakesOrders { get; set; } = true;

    /// <summary>How long the caller may be silent before being asked again.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:01:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(7);

    /// <summary>The time zone of words such as "tomorrow".</summary>
    [Required]
    public string TimeZone { get; set; } = "Europe/Moscow";

    /// <summary>
    /// An OpenAI-compatible service that is asked what the rules do not understand, such as http://localhost:11434/v1/.
    /// Without it the rules alone understand.
    /// </summary>
    public Uri? ModelAddress { get; set; }

    public string? ModelKey { get; set; }

    [Required]
    public string Model { get; set; } = "gpt-4o-mini";

    /// <summary>A caller waits for the model no longer than this.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:00:10")]
    public TimeSpan ModelTimeout { get; set; } = TimeSpan.FromSeconds(2);
}
