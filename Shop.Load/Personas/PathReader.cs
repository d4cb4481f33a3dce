using Shop.Load.Http;
using Shop.Load.Users;

namespace Shop.Load.Personas;

/// <summary>Asks for the same paths again and again: to measure endpoints by themselves, or this program.</summary>
sealed class PathReader(ShopClient shop, IReadOnlyList<string> paths, TimeSpan pause) : Persona
{

    /// <summary>As long as asked for on average, so that users do not keep in step.</summary>
    public override Pause ThinkTime { get; } = new(TimeSpan.Zero, 2 * pause);

    public override IReadOnlyList<Activity> Activities { get; } =
    [
        .. paths.Select(path => HttpCall.Get(path)).Select(call => new Activity(1, ct => shop.SendAsync(call, ct)))
    ];
}
