namespace Activity;

/// <summary>
/// An utterance is found if speech began during it, and has ended if its end was noticed within a second. Speech that
/// began while nobody talked is false.
/// </summary>
readonly record struct Found(int Utterances, int Began, int Ended, int Wrong, double Cost)
{
    public static Found Of(Line line, List<int> begins, List<int> ends, double cost) => new(
        line.Utterances.Count,
        line.Utterances.Count(one => begins.Exists(at => at >= one.From && at <= one.To)),
        line.Utterances.Count(one => ends.Exists(at => at >= one.To && at <= one.To + Line.Rate)),
        begins.Count(at => !line.Utterances.Any(one => at >= one.From && at <= one.To)),
        cost);

    public override string ToString() => Utterances == 0
        ? $"    -      -  {Wrong,5}  {Cost,5:0}"
        : $"{Began,2}/{Utterances}  {Ended,2}/{Utterances}  {Wrong,5}  {Cost,5:0}";
}
