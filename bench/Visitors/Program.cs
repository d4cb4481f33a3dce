using System.Globalization;
using Visitors;

// crowd <site> <visitors> <seconds>, or look <site> <browser> <path...>
var site = new Uri(args[1]);
if (args[0] != "crowd")
    return await FirstView.LookAsync(site, args[2], args[3..]);
var visitors = int.Parse(args[2], CultureInfo.InvariantCulture);
var seconds = int.Parse(args[3], CultureInfo.InvariantCulture);
return await Crowd.BrowseAsync(site, visitors, TimeSpan.FromSeconds(seconds));
