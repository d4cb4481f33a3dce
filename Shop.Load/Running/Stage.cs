using System.Globalization;

namespace Shop.Load.Running;

/// <summary>A part of a run: so many users, reached at so many a second, until this time of the run.</summary>
sealed record Stage(TimeSpan Until, int Users, double SpawnRate)
{
    /// <summary>The number of users who should be there, given those of a moment ago.</summary>
    public int UsersAfter(int before, TimeSpan passed)
    {
        var step = (int)Math.Max(1, Math.Round(SpawnRate * passed.TotalSeconds));
        return before < Users ? Math.Min(Users, before + step) : Math.Max(Users, before - step);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Users} users until {Until:hh\\:mm\\:ss}, {SpawnRate} a second");
}
