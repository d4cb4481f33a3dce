using System.Globalization;
using Shop.Orders;

namespace Shop.Voice.Dialogue;

sealed class EnglishVoice : VoiceTexts
{
    protected override CultureInfo Culture { get; } = CultureInfo.GetCultureInfo("en-GB");

    public override string Greeting =>
        "Hello! This is the shop. I am a robot: I find tyres and other goods, tell you where your order is and "
        + "book tyre fitting. How can I help?";
    public override string Help =>
        "Ask, for example: winter tyres 205/55 R16, where is my order, book a fitting. Or say: operator.";
    public override string NotUnderstood => "I did not catch that. Please say it another way.";
    public override string AreYouThere => "Can you hear me?";
    public override string Keys =>
        "Press 1 to find tyres, 2 for an order, 3 to book tyre fitting, 4 to ask a question, 0 for an operator.";
    public override string Transfer => "I am connecting you to an operator, please hold on.";
    public override string Failed => "I am sorry, this does not work now. I am connecting you to an operator.";
    public override string RecognitionFailed => "I am sorry, I cannot understand you well now.";
    public override string Goodbye => "Thank you for calling, goodbye!";
    public override string SilentGoodbye => "I cannot hear you. Please call again. Goodbye!";
    public override string AnythingElse => "What else can I do?";
    public override string NowInThisLanguage => "Fine, let us speak English. How can I help?";

    public override string Tyres(string? season) => season switch
    {
        "winter" => "Winter tyres",
        "summer" => "Summer tyres",
        "all" => "All-season tyres",
        _ => "Tyres"
    };
    public override string Studs(bool has) => has ? "with studs" : "without studs";
    public override string UpTo(decimal price) => $"up to {Money(price)}";
    public override string WhichTyres => "Which size? For example, 205/55 R16. And for winter or for summer?";
    public override string NothingFound(string wish) =>
        $"I found nothing for {wish}. Try another size, season or price.";
    public override string Found(int count, string wish) => $"{wish}: I found {count}.";
    public override string Offer(int place, string name, decimal price) => $"{place}: {name}, {Money(price)}.";
    public override string WhichOffer => "Which one would you like?";
    public override string OneOffer => "Would you like it? Tell me how many.";
    public override string NoSuchOffer => "There is no such option.";

    public override string HowMany => "How many?";
    public override string TooFew(int available) =>
        $"There are not so many, only {available}. How many would you like?";
    public override string WhichPhone =>
        "Which phone number shall I send the link to? Say it, or enter it and press the hash key.";
    public override string ConfirmOrder(int quantity, string name, decimal total, string phone) =>
        $"You order {quantity} of {name}, {Money(total)} together. The link goes to {Phone(phone)}. Is that right?";
    public override string OrderMade =>
        "I have sent a message with a link. Open it and confirm the order within a day.";
    public override string TooManyOrders =>
        "This number has unconfirmed orders already. Please confirm them first, with the links in the messages.";

    public override string WhichOrder => "Tell me the order number, or enter it and press the hash key.";
    public override string OrderNeedsPhone =>
        "So that nobody else learns of the order, tell me the phone number in your account.";
    public override string OrderNotShown => "There is no such order with that phone. Please check the order number.";
    public override string OrderState(string number, string state) => $"Order {number} {state}.";
    public override string State(OrderStatus status, bool isPickup, bool isPaid) => status switch
    {
        OrderStatus.Pending => isPaid ? "is paid and being prepared" : "waits for its payment",
        OrderStatus.Confirmed =>
            isPickup ? "is being packed; a mail tells you when to collect it" : "is paid and being packed",
        OrderStatus.Processing => isPickup ? "is ready to be collected" : "is handed over to the carrier",
        OrderStatus.Shipped => "is on its way",
        OrderStatus.Delivered => isPickup ? "has been collected" : "has been delivered",
        OrderStatus.Cancelled => "is cancelled",
        OrderStatus.Refunded => "is refunded",
        _ => "is in work"
    };

    public override string WhichStation => "At which station?";
    public override string StationChoice(int place, string name) => $"{place}: {name}.";
    public override string WhichDay => "For which day?";
    public override string DayFull(string station, string date) =>
        $"Station {station} is full on {date}. Please choose another day.";
    public override string FreeTimes(string station, string date, IReadOnlyList<TimeOnly> times) =>
        $"On {date} station {station} is free at {Clocks(times)}. Which time?";
    public override string TimeTaken => "That time is taken.";
    public override string ConfirmBooking(string station, string date, TimeOnly time, string phone) =>
        $"I book {date} at {Clock(time)}, station {station}, phone {Phone(phone)}. Is that right?";
    public override string Booked(string number, string station, string date, TimeOnly time) =>
        $"You are booked for {date} at {Clock(time)}, station {station}. The number is {number}.";
    public override string NoBooking => "There are no bookings for this phone number.";
    public override string WhichBooking(string station, string date, TimeOnly time) =>
        $"Your booking is on {date} at {Clock(time)}, station {station}.";
    public override string MoveTo(string station, string date, TimeOnly time) =>
        $"Your booking is on {date} at {Clock(time)}, station {station}. To which day and time shall I move it?";
    public override string ConfirmMove(string station, string date, TimeOnly time) =>
        $"I move it to {date} at {Clock(time)}, station {station}. Is that right?";
    public override string Moved(string station, string date, TimeOnly time) =>
        $"It is now on {date} at {Clock(time)}, station {station}.";
    public override string ConfirmCancel(string station, string date, TimeOnly time) =>
        $"Shall I cancel the booking on {date} at {Clock(time)}, station {station}?";
    public override string Cancelled => "The booking is cancelled.";
    public override string Kept => "Fine, nothing changes.";
    public override string WhatToChange => "What shall I correct?";
    public override string CallerHasTime => "You have a booking at that time already.";

    public override string KnowledgeSource(string title) => $"That is from the article “{title}”.";
    public override string NoAnswer => "I have no answer to that. Shall I connect you to an operator?";
    public override string EnterDigits => "Enter the digits and press the hash key.";
    public override string ConfirmKeys => "Press 1 if that is right, 2 if it is not, 0 for an operator.";
}
