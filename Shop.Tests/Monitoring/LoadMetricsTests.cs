using Shop.Load.Statistics;

namespace Shop.Tests.Monitoring;

public class LoadMetricsTests
{
    [Fact]
    public void A_load_worker_shows_requests_users_journeys_and_conversion()
    {
        var recorder = new Recorder(TimeProvider.System);
        const string Add = "/cart-api/cart/{user_id}/add", Checkout = "/cart-api/cart/{user_id}/checkout";
        foreach (var milliseconds in (double[])[0.5, 3, 40, 40])
            recorder.Add("POST", Add, TimeSpan.FromMilliseconds(milliseconds), 10, null);
        recorder.Add("POST", Checkout, TimeSpan.FromMilliseconds(5), 10, null);
        recorder.Add("POST", Checkout, TimeSpan.FromMilliseconds(5), 10, "500");

        var page = MetricsPage.Write(recorder.Summaries(), new Dictionary<string, int> { ["QuickBuyer"] = 7 });

        var samples = Sample.Parse(page);
        Assert.Equal((4, 2), (Of("locust_requests_total", Add), Of("locust_requests_total", Checkout)));
        Assert.Equal((0, 1), (Of("locust_failures_total", Add), Of("locust_failures_total", Checkout)));
        Assert.Equal(
            (1, 2, 4, 4),
            (Within("0.001"), Within("0.016"), Within("0.064"), Within("+Inf")));
        Assert.Equal(4, Of("locust_response_time_seconds_count", Add));
        Assert.Equal(0.0835, Of("locust_response_time_seconds_sum", Add), 0.002);
        Assert.Equal(7, samples.Single(sample => sample.Name == "locust_active_users").Value);
        Assert.Equal(
            [("registration", 0.0), ("cart", 4.0), ("order", 1.0)],
            samples.Where(sample => sample.Name == "user_journeys_completed_total")
                .Select(sample => (sample.Labels["journey"], sample.Value)));
        Assert.Equal(0.25, samples.Single(sample => sample.Name == "cart_conversion_rate").Value);

        double Of(string name, string endpoint) => samples.Single(sample =>
            sample.Name == name && sample.Labels["name"] == endpoint).Value;
        double Within(string limit) => samples.Single(sample =>
            sample.Name == "locust_response_time_seconds_bucket"
            && sample.Labels["name"] == Add
            && sample.Labels["le"] == limit).Value;
    }
}
