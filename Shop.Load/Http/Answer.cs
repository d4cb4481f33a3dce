namespace Shop.Load.Http;

/// <summary>
/// What a server answered. <c>Length</c> counts the bytes of the body; <c>Body</c> contains them only if the caller
/// asked for them.
/// </summary>
readonly record struct Answer(int Status, long Length, ReadOnlyMemory<byte> Body, string? Location)
{
    public bool IsSuccess => Status is >= 200 and < 400;
}
