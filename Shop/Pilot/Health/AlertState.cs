namespace Shop.Pilot.Health;

/// <summary>
/// Whether a check is down. It goes down when three of its latest five results are bad, which three in a row are as
/// well as a check that fails now and then. It is up again after three good ones in a row. One failure is no outage,
/// and a check that flaps is reported once. The recent results are those that count, oldest first.
/// </summary>
public readonly record struct AlertState(string Recent, bool IsDown)
{
    const int Window = 5;
    const int Enough = 3;
    const char Good = 'G';
    const char Bad = 'B';

    static readonly string Recovery = new(Good, Enough);

    public static AlertState New { get; } = new("", false);

    /// <summary>
    /// During maintenance nothing goes down or comes up, and counting begins anew after it. A check that does not apply
    /// changes nothing.
    /// </summary>
    public AlertState After(CheckStatus status, bool inMaintenance)
    {
        if (inMaintenance)
            return this with { Recent = "" };
        if (status == CheckStatus.Skip)
            return this;
        var recent = Recent + (status == CheckStatus.Pass ? Good : Bad);
        if (recent.Length > Window)
            recent = recent[^Window..];
        return new(recent, IsDown ? !recent.EndsWith(Recovery, StringComparison.Ordinal) : CountBad(recent) >= Enough);
    }

    static int CountBad(string recent) => recent.AsSpan().Count(Bad);
}
