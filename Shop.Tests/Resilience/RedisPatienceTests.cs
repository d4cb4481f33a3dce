namespace Shop.Tests.Resilience;

public class RedisPatienceTests
{
    [Fact]
    public async Task What_the_client_gives_up_was_not_answered_in_time()
    {
        var ct = TestContext.Current.CancellationToken;

        await Assert.ThrowsAsync<TimeoutException>(() => Task.FromCanceled<int>(new(canceled: true)).WithPatience(ct));
        var gone = new InvalidOperationException("Reading is not allowed after reader was completed.");
        await Assert.ThrowsAsync<TimeoutException>(() => Task.FromException<int>(gone).WithPatience(ct));
    }

    [Fact]
    public async Task Whoever_no_longer_wants_the_answer_hears_no_excuse()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new TaskCompletionSource<int>().Task.WithPatience(new(canceled: true)));
    }

    [Fact]
    public async Task An_answer_and_a_failure_are_what_they_were()
    {
        var ct = TestContext.Current.CancellationToken;

        Assert.Equal(7, await Task.FromResult(7).WithPatience(ct));
        var failed = await Assert.ThrowsAsync<InvalidDataException>(() => Task.FromException<int>(new InvalidDataException("WRONGTYPE")).WithPatience(ct));
        Assert.Equal("WRONGTYPE", failed.Message);
    }
}
