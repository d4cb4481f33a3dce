namespace Shop.Voice.Line;

static class Caller
{
    /// <summary>The digits of a number as a trunk shows it; null when there are too few, as in "anonymous".</summary>
    public static string? Normalize(string? shown)
    {
        var digits = string.Concat((shown ?? "").Where(char.IsAsciiDigit));
        return digits.Length is >= 3 and <= 20 ? digits : null;
    }
}
