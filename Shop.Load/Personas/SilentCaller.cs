using System.Net.Sockets;
using Shop.Calls;
using Shop.Load.Http;
using Shop.Load.Users;
using Shop.Load.Voice;

namespace Shop.Load.Personas;

/// <summary>Calls the shop and says nothing until the bot hangs up, to see what a call costs by itself.</summary>
sealed class SilentCaller(ShopClient shop, Telephone telephone) : Persona
{
    public override Pause ThinkTime { get; } = Pause.Between(0, 0.1);

    public override IReadOnlyList<Activity> Activities { get; } = [];

    public override bool Stays => false;

    public override async Task ArriveAsync(CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        try
        {
            await using var call = await AsteriskCall.DialAsync(
                telephone.Host, telephone.Port, ct, LoadTestCalls.NewId(), keepsAudio: false);
            await call.Ended.Task.WaitAsync(ct);
            shop.Recorder.Add("VOICE", "silent call", TimeProvider.System.GetElapsedTime(began), 0, null);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            shop.Recorder.Add("VOICE", "silent call", TimeProvider.System.GetElapsedTime(began), 0, e.Message);
            throw new RequestFailedException(e.Message);
        }
    }
}
