namespace Shop.Notifications;

/// <summary>The number is in international form, digits only: 79255070602.</summary>
public sealed record SmsMessage(Guid Id, string To, string Text)
{
    /// <summary>Normalizes 8 (925) 507-06-02 or +7 925 5070602. Null when no text message can go there.</summary>
    public static string? Number(string written)
    {
        var digits = string.Concat(written.Where(char.IsAsciiDigit));
        return digits.Length switch
        {
            10 when digits[0] == '9' => $"7{digits}",
            11 when digits[0] == '8' && !written.TrimStart().StartsWith('+') => $"7{digits[1..]}",
            >= 11 and <= 15 => digits,
            _ => null
        };
    }
}
