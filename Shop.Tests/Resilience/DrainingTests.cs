using System.Net;

namespace Shop.Tests.Resilience;

public class DrainingTests
{
    [Fact]
    public async Task A_host_that_stops_is_not_ready_and_still_serves_while_it_drains()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var site = await HostProcess.StartAsync(
            "Shop.Web",
            ct,
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("services__api__http__0", "http://127.0.0.1:1"),
            ("Shutdown__DrainTime", "00:00:01"));
        using var http = new HttpClient { BaseAddress = site.Address };
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/ready"));

        var stopping = site.TerminateAsync(ct);
        await Eventually.WaitUntilAsync(
            () => StatusAsync("/ready"),
            status => status == HttpStatusCode.ServiceUnavailable,
            TimeSpan.FromSeconds(10),
            "the site is not ready any more");

        using var newcomer = new HttpClient { BaseAddress = site.Address };
        Assert.Equal(HttpStatusCode.OK, (await newcomer.GetAsync("/login", ct)).StatusCode);
        Assert.InRange((await stopping).TotalSeconds, 1, 20);

        async Task<HttpStatusCode> StatusAsync(string path)
        {
            using var answer = await http.GetAsync(path, ct);
            return answer.StatusCode;
        }
    }
}
